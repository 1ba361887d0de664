-- The newest 60 people, whether there are more, where to go on, and how many there are.
with page as materialized (
  select p.*, row_number() over () as n from (
    select * from {schema}.person where "deletedAt" is null order by "createdAt" desc, id limit 61
  ) p
)
select json_build_object(
  'edges', (select coalesce(json_agg(json_build_object('node', json_build_object(
    'id', p.id, 'name', json_build_object('firstName', coalesce(p.name->>'firstName', ''), 'lastName', coalesce(p.name->>'lastName', '')),
    'emails', json_build_object('primaryEmail', coalesce(p.emails->>'primaryEmail', '')), 'jobTitle', coalesce(p."jobTitle", ''), 'city', coalesce(p.city, ''),
    'createdAt', to_char(p."createdAt" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))) order by n), '[]') from page p where n <= 60),
  'totalCount', (select count(*) from {schema}.person where "deletedAt" is null),
  'pageInfo', json_build_object('hasNextPage', (select count(*) from page) > 60,
    'endCursor', (select encode(convert_to(json_build_object('createdAt', "createdAt", 'id', id)::text, 'UTF8'), 'base64') from page where n <= 60 order by n desc limit 1))
)::text
