-- 60 companies with composites, as JSON, in order of id.
select json_build_object('edges', coalesce(json_agg(json_build_object('node', n)), '[]'))::text
from (
  select c.id, coalesce(c.name, '') as name,
    json_build_object('primaryLinkUrl', coalesce(c."domainName"->>'primaryLinkUrl', ''), 'primaryLinkLabel', coalesce(c."domainName"->>'primaryLinkLabel', '')) as "domainName",
    json_build_object('addressCity', coalesce(c.address->>'addressCity', ''), 'addressStreet1', coalesce(c.address->>'addressStreet1', ''), 'addressCountry', coalesce(c.address->>'addressCountry', '')) as address,
    c.employees,
    json_build_object('amountMicros', (c."annualRecurringRevenue"->>'amountMicros')::numeric, 'currencyCode', nullif(c."annualRecurringRevenue"->>'currencyCode', '')) as "annualRecurringRevenue",
    c."idealCustomerProfile",
    to_char(c."createdAt" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "createdAt",
    to_char(c."updatedAt" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "updatedAt",
    c.position, c."accountOwnerId"
  from {schema}.company c where c."deletedAt" is null order by c.id limit 60
) n
