/** Companies, people and opportunities, the same for the same numbers. */
import type { Connection } from "../../src/ports/driver.ts"

/** What peers were measured with. */
const usual = { companies: 20_000, people: 50_000, opportunities: 10_000 }

export async function fillForBench(connection: Connection, schema: string, count = usual): Promise<void> {
  await connection.script(`
    set search_path = "${schema}", pg_catalog;
    insert into company (name, "domainName", address, employees, "annualRecurringRevenue", "idealCustomerProfile", position, "createdAt")
    select 'Company ' || i, jsonb_build_object('primaryLinkUrl', 'https://company' || i || '.example', 'primaryLinkLabel', '', 'secondaryLinks', '[]'::jsonb),
      jsonb_build_object('addressStreet1', i || ' Main Street', 'addressStreet2', '', 'addressCity', (array['Paris','Berlin','London','Boston','Oslo'])[1 + i % 5],
        'addressState', '', 'addressPostcode', lpad((i % 99999)::text, 5, '0'), 'addressCountry', 'France', 'addressLat', null, 'addressLng', null),
      i % 5000, jsonb_build_object('amountMicros', i::bigint * 1000000000, 'currencyCode', 'USD'), i % 3 = 0, i,
      timestamptz '2026-01-01' + i * interval '10 minutes'
    from generate_series(1, ${count.companies}) i;
    create temporary table numbered as select id, row_number() over (order by position) as n from company;
    insert into person (name, emails, "jobTitle", city, "companyId", position, "createdAt")
    select jsonb_build_object('firstName', 'First' || i % 977, 'lastName', 'Last' || i % 1973),
      jsonb_build_object('primaryEmail', 'person' || i || '@company' || (i % ${count.companies}) || '.example', 'additionalEmails', '[]'::jsonb),
      (array['Director','Engineer','Designer','Sales','Support'])[1 + i % 5], (array['Paris','Berlin','London'])[1 + i % 3], c.id, i,
      timestamptz '2026-01-01' + i * interval '4 minutes'
    from generate_series(1, ${count.people}) i join numbered c on c.n = 1 + i % ${count.companies};
    insert into opportunity (name, amount, stage, "companyId", position, "createdAt")
    select 'Deal ' || i, jsonb_build_object('amountMicros', (i % 1000)::bigint * 1000000000, 'currencyCode', 'USD'),
      (array['NEW','SCREENING','MEETING','PROPOSAL','CUSTOMER'])[1 + i % 5], c.id, i, timestamptz '2026-01-01' + i * interval '20 minutes'
    from generate_series(1, ${count.opportunities}) i join numbered c on c.n = 1 + i % ${count.companies};
    drop table numbered;
    set search_path = public`)
  // As autovacuum would have done by the time anybody asks.
  for (const table of ["company", "person", "opportunity", "eventLog"]) {
    await connection.script(`vacuum analyze "${schema}"."${table}"`)
  }
}
