-- 60 companies, ten people each, and how many companies there are.
select json_build_object('edges', coalesce(json_agg(json_build_object('node', n)), '[]'), 'totalCount', (select count(*) from {schema}.company where "deletedAt" is null))::text
from (
  select c.id, coalesce(c.name, '') as name,
    json_build_object('primaryLinkUrl', coalesce(c."domainName"->>'primaryLinkUrl', ''), 'primaryLinkLabel', coalesce(c."domainName"->>'primaryLinkLabel', '')) as "domainName",
    json_build_object('addressCity', coalesce(c.address->>'addressCity', ''), 'addressStreet1', coalesce(c.address->>'addressStreet1', ''), 'addressCountry', coalesce(c.address->>'addressCountry', '')) as address,
    c.employees,
    json_build_object('amountMicros', (c."annualRecurringRevenue"->>'amountMicros')::numeric, 'currencyCode', nullif(c."annualRecurringRevenue"->>'currencyCode', '')) as "annualRecurringRevenue",
    c."idealCustomerProfile",
    to_char(c."createdAt" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "createdAt",
    to_char(c."updatedAt" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "updatedAt",
    c.position, c."accountOwnerId",
    (select json_build_object('edges', coalesce(json_agg(json_build_object('node', x)), '[]')) from (
      select p.id,
        json_build_object('firstName', coalesce(p.name->>'firstName', ''), 'lastName', coalesce(p.name->>'lastName', '')) as name,
        json_build_object('primaryEmail', coalesce(p.emails->>'primaryEmail', '')) as emails,
        coalesce(p."jobTitle", '') as "jobTitle", coalesce(p.city, '') as city,
        to_char(p."createdAt" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "createdAt"
      from {schema}.person p where p."companyId" = c.id and p."deletedAt" is null order by p.id limit 10
    ) x) as people
  from {schema}.company c where c."deletedAt" is null order by c.id limit 60
) n
