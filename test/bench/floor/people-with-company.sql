-- 60 people, each with their company, and how many people there are.
select json_build_object('edges', coalesce(json_agg(json_build_object('node', n)), '[]'), 'totalCount', (select count(*) from {schema}.person where "deletedAt" is null))::text
from (
  select p.id, json_build_object('firstName', coalesce(p.name->>'firstName', ''), 'lastName', coalesce(p.name->>'lastName', '')) as name,
    json_build_object('primaryEmail', coalesce(p.emails->>'primaryEmail', '')) as emails, coalesce(p."jobTitle", '') as "jobTitle", coalesce(p.city, '') as city,
    to_char(p."createdAt" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "createdAt",
    (select json_build_object('id', c.id, 'name', coalesce(c.name, ''), 'domainName', json_build_object('primaryLinkUrl', coalesce(c."domainName"->>'primaryLinkUrl', '')))
      from {schema}.company c where c.id = p."companyId" and c."deletedAt" is null) as company
  from {schema}.person p where p."deletedAt" is null order by p.id limit 60
) n
