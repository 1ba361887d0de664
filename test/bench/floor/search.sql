-- Twenty records of any object that have both words, best first; without any, those that have words alike.
with s as materialized (select core.search_query($1) as q),
hits as materialized (
  (select 0 as o, id, ts_rank_cd(v, q) as cd, ts_rank(v, q) as r from (select id, "searchVector" as v from {schema}.person where "searchVector" @@ (select q from s) and "deletedAt" is null limit 5000) x, s)
  union all (select 1, id, ts_rank_cd(v, q), ts_rank(v, q) from (select id, "searchVector" as v from {schema}.company where "searchVector" @@ (select q from s) and "deletedAt" is null limit 5000) x, s)
  union all (select 2, id, ts_rank_cd(v, q), ts_rank(v, q) from (select id, "searchVector" as v from {schema}.opportunity where "searchVector" @@ (select q from s) and "deletedAt" is null limit 5000) x, s)
  union all (select 3, id, ts_rank_cd(v, q), ts_rank(v, q) from (select id, "searchVector" as v from {schema}.note where "searchVector" @@ (select q from s) and "deletedAt" is null limit 5000) x, s)
  union all (select 4, id, ts_rank_cd(v, q), ts_rank(v, q) from (select id, "searchVector" as v from {schema}.task where "searchVector" @@ (select q from s) and "deletedAt" is null limit 5000) x, s)
  union all (select 5, id, ts_rank_cd(v, q), ts_rank(v, q) from (select id, "searchVector" as v from {schema}.dashboard where "searchVector" @@ (select q from s) and "deletedAt" is null limit 5000) x, s)
  union all (select 6, id, ts_rank_cd(v, q), ts_rank(v, q) from (select id, "searchVector" as v from {schema}.workflow where "searchVector" @@ (select q from s) and "deletedAt" is null limit 5000) x, s)
  union all (select 7, id, ts_rank_cd(v, q), ts_rank(v, q) from (select id, "searchVector" as v from {schema}."workspaceMember" where "searchVector" @@ (select q from s) and "deletedAt" is null limit 5000) x, s)
),
n as materialized (select case when not exists (select from hits) then core.search_near($1) end as q),
near as materialized (select * from (
  (select 0 as o, id, ts_rank_cd(v, q) as cd, ts_rank(v, q) as r from (select id, "searchVector" as v from {schema}.person where "searchVector" @@ (select q from n) and "deletedAt" is null limit 500) x, n)
  union all (select 1, id, ts_rank_cd(v, q), ts_rank(v, q) from (select id, "searchVector" as v from {schema}.company where "searchVector" @@ (select q from n) and "deletedAt" is null limit 500) x, n)
  union all (select 2, id, ts_rank_cd(v, q), ts_rank(v, q) from (select id, "searchVector" as v from {schema}.opportunity where "searchVector" @@ (select q from n) and "deletedAt" is null limit 500) x, n)
  union all (select 3, id, ts_rank_cd(v, q), ts_rank(v, q) from (select id, "searchVector" as v from {schema}.note where "searchVector" @@ (select q from n) and "deletedAt" is null limit 500) x, n)
  union all (select 4, id, ts_rank_cd(v, q), ts_rank(v, q) from (select id, "searchVector" as v from {schema}.task where "searchVector" @@ (select q from n) and "deletedAt" is null limit 500) x, n)
  union all (select 5, id, ts_rank_cd(v, q), ts_rank(v, q) from (select id, "searchVector" as v from {schema}.dashboard where "searchVector" @@ (select q from n) and "deletedAt" is null limit 500) x, n)
  union all (select 6, id, ts_rank_cd(v, q), ts_rank(v, q) from (select id, "searchVector" as v from {schema}.workflow where "searchVector" @@ (select q from n) and "deletedAt" is null limit 500) x, n)
  union all (select 7, id, ts_rank_cd(v, q), ts_rank(v, q) from (select id, "searchVector" as v from {schema}."workspaceMember" where "searchVector" @@ (select q from n) and "deletedAt" is null limit 500) x, n)
) x where (select q from n) is not null),
page as materialized (select * from (select * from hits union all select * from near) h order by cd desc, r desc, o, id limit 21)
select json_build_object(
  'edges', (select coalesce(json_agg(json_build_object('node', json_build_object(
    'recordId', p.id,
    'objectNameSingular', (array['person','company','opportunity','note','task','dashboard','workflow','workspaceMember'])[p.o + 1],
    'label', case p.o
      when 0 then (select concat_ws(' ', name->>'firstName', name->>'lastName') from {schema}.person t where t.id = p.id)
      when 1 then (select name from {schema}.company t where t.id = p.id)
      when 2 then (select name from {schema}.opportunity t where t.id = p.id)
      when 3 then (select title from {schema}.note t where t.id = p.id)
      when 4 then (select title from {schema}.task t where t.id = p.id)
      when 5 then (select title from {schema}.dashboard t where t.id = p.id)
      when 6 then (select name from {schema}.workflow t where t.id = p.id)
      else (select concat_ws(' ', name->>'firstName', name->>'lastName') from {schema}."workspaceMember" t where t.id = p.id) end,
    'tsRank', p.r)) order by p.cd desc, p.r desc, p.o, p.id), '[]') from (select * from page limit 20) p),
  'pageInfo', json_build_object('hasNextPage', (select count(*) from page) > 20))::text
