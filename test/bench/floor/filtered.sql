-- Companies by two patterns and a range, in order of name, and how many they are.
select json_build_object(
  'edges', (select coalesce(json_agg(json_build_object('node', n)), '[]') from (
    select id, coalesce(name, '') as name, employees from {schema}.company
    where "deletedAt" is null and (name ilike '%77%' or "domainName"->>'primaryLinkUrl' ilike '%99%') and employees >= 100 and employees < 4000
    order by nullif(name, ''), id limit 60) n),
  'totalCount', (select count(*) from {schema}.company
    where "deletedAt" is null and (name ilike '%77%' or "domainName"->>'primaryLinkUrl' ilike '%99%') and employees >= 100 and employees < 4000)
)::text
