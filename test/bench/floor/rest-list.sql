-- 60 companies with all their values, whether there are more, and how many there are.
with page as materialized (
  select c.*, row_number() over () as n from (select * from {schema}.company where "deletedAt" is null order by id limit 61) c
)
select json_build_object(
  'data', json_build_object('companies', (select coalesce(json_agg(row_to_json(r)), '[]') from (
    select c.id, to_char(c."createdAt" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "createdAt",
      to_char(c."updatedAt" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "updatedAt",
      to_char(c."deletedAt" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "deletedAt", coalesce(c.name, '') as name,
      json_build_object('addressStreet1', coalesce(c.address->>'addressStreet1', ''), 'addressStreet2', coalesce(c.address->>'addressStreet2', ''), 'addressCity', coalesce(c.address->>'addressCity', ''), 'addressPostcode', coalesce(c.address->>'addressPostcode', ''), 'addressState', coalesce(c.address->>'addressState', ''), 'addressCountry', coalesce(c.address->>'addressCountry', ''), 'addressLat', (c.address->>'addressLat')::numeric, 'addressLng', (c.address->>'addressLng')::numeric) as address,
      json_build_object('amountMicros', (c."annualRecurringRevenue"->>'amountMicros')::numeric, 'currencyCode', nullif(c."annualRecurringRevenue"->>'currencyCode', '')) as "annualRecurringRevenue",
      json_build_object('amountMicros', (c."annualRevenue"->>'amountMicros')::numeric, 'currencyCode', nullif(c."annualRevenue"->>'currencyCode', '')) as "annualRevenue",
      json_build_object('primaryLinkLabel', coalesce(c."domainName"->>'primaryLinkLabel', ''), 'primaryLinkUrl', coalesce(c."domainName"->>'primaryLinkUrl', ''), 'secondaryLinks', coalesce(c."domainName"->'secondaryLinks', '[]')) as "domainName",
      c.employees, c."idealCustomerProfile",
      json_build_object('primaryLinkLabel', coalesce(c."linkedinLink"->>'primaryLinkLabel', ''), 'primaryLinkUrl', coalesce(c."linkedinLink"->>'primaryLinkUrl', ''), 'secondaryLinks', coalesce(c."linkedinLink"->'secondaryLinks', '[]')) as "linkedinLink",
      json_build_object('primaryLinkLabel', coalesce(c."xLink"->>'primaryLinkLabel', ''), 'primaryLinkUrl', coalesce(c."xLink"->>'primaryLinkUrl', ''), 'secondaryLinks', coalesce(c."xLink"->'secondaryLinks', '[]')) as "xLink",
      c.position,
      json_build_object('source', c."createdBy"->>'source', 'workspaceMemberId', (c."createdBy"->>'workspaceMemberId')::uuid, 'name', coalesce(c."createdBy"->>'name', ''), 'context', c."createdBy"->'context') as "createdBy",
      json_build_object('source', c."updatedBy"->>'source', 'workspaceMemberId', (c."updatedBy"->>'workspaceMemberId')::uuid, 'name', coalesce(c."updatedBy"->>'name', ''), 'context', c."updatedBy"->'context') as "updatedBy",
      coalesce(c."searchVector"::text, '') as "searchVector", c."accountOwnerId"
    from page c where n <= 60 order by n) r)),
  'totalCount', (select count(*) from {schema}.company where "deletedAt" is null),
  'pageInfo', json_build_object('hasNextPage', (select count(*) from page) > 60, 'hasPreviousPage', false,
    'startCursor', (select encode(convert_to(json_build_object('id', id)::text, 'UTF8'), 'base64') from page where n <= 60 order by n limit 1),
    'endCursor', (select encode(convert_to(json_build_object('id', id)::text, 'UTF8'), 'base64') from page where n <= 60 order by n desc limit 1))
)::text
