select w."metadataVersion" as version, w."rightsRevision" as rights, exists (select
  from core.session s
  where s.id = $1::uuid and s."revokedAt" is null) as alive, (with sought as materialized (select core.search_query($2::text) as q), hits as materialized (select 0 as o, m.id, ts_rank_cd(m.v, s.q) as cd, ts_rank(m.v, s.q) as r
    from (select t.id, "t"."searchVector" as v
      from "workspace_x"."person" t
      where ("t"."searchVector" @@ (select q
          from "sought") and "t"."deletedAt" is null)
      limit 5000) m, "sought" s
    union all select 1 as o, m.id, ts_rank_cd(m.v, s.q) as cd, ts_rank(m.v, s.q) as r
    from (select t.id, "t"."searchVector" as v
      from "workspace_x"."company" t
      where ("t"."searchVector" @@ (select q
          from "sought") and "t"."deletedAt" is null)
      limit 5000) m, "sought" s
    union all select 2 as o, m.id, ts_rank_cd(m.v, s.q) as cd, ts_rank(m.v, s.q) as r
    from (select t.id, "t"."searchVector" as v
      from "workspace_x"."opportunity" t
      where ("t"."searchVector" @@ (select q
          from "sought") and "t"."deletedAt" is null)
      limit 5000) m, "sought" s
    union all select 3 as o, m.id, ts_rank_cd(m.v, s.q) as cd, ts_rank(m.v, s.q) as r
    from (select t.id, "t"."searchVector" as v
      from "workspace_x"."note" t
      where ("t"."searchVector" @@ (select q
          from "sought") and "t"."deletedAt" is null)
      limit 5000) m, "sought" s
    union all select 4 as o, m.id, ts_rank_cd(m.v, s.q) as cd, ts_rank(m.v, s.q) as r
    from (select t.id, "t"."searchVector" as v
      from "workspace_x"."task" t
      where ("t"."searchVector" @@ (select q
          from "sought") and "t"."deletedAt" is null)
      limit 5000) m, "sought" s
    union all select 5 as o, m.id, ts_rank_cd(m.v, s.q) as cd, ts_rank(m.v, s.q) as r
    from (select t.id, "t"."searchVector" as v
      from "workspace_x"."dashboard" t
      where ("t"."searchVector" @@ (select q
          from "sought") and "t"."deletedAt" is null)
      limit 5000) m, "sought" s
    union all select 6 as o, m.id, ts_rank_cd(m.v, s.q) as cd, ts_rank(m.v, s.q) as r
    from (select t.id, "t"."searchVector" as v
      from "workspace_x"."workflow" t
      where ("t"."searchVector" @@ (select q
          from "sought") and "t"."deletedAt" is null)
      limit 5000) m, "sought" s
    union all select 7 as o, m.id, ts_rank_cd(m.v, s.q) as cd, ts_rank(m.v, s.q) as r
    from (select t.id, "t"."searchVector" as v
      from "workspace_x"."workspaceMember" t
      where ("t"."searchVector" @@ (select q
          from "sought") and "t"."deletedAt" is null)
      limit 5000) m, "sought" s), nearly as materialized (select case when exists (select
      from hits) then null else core.search_near($3::text) end as q), near as materialized (select *
    from (select 0 as o, m.id, ts_rank_cd(m.v, s.q) as cd, ts_rank(m.v, s.q) as r
      from (select t.id, "t"."searchVector" as v
        from "workspace_x"."person" t
        where ("t"."searchVector" @@ (select q
            from "nearly") and "t"."deletedAt" is null)
        limit 500) m, "nearly" s
      union all select 1 as o, m.id, ts_rank_cd(m.v, s.q) as cd, ts_rank(m.v, s.q) as r
      from (select t.id, "t"."searchVector" as v
        from "workspace_x"."company" t
        where ("t"."searchVector" @@ (select q
            from "nearly") and "t"."deletedAt" is null)
        limit 500) m, "nearly" s
      union all select 2 as o, m.id, ts_rank_cd(m.v, s.q) as cd, ts_rank(m.v, s.q) as r
      from (select t.id, "t"."searchVector" as v
        from "workspace_x"."opportunity" t
        where ("t"."searchVector" @@ (select q
            from "nearly") and "t"."deletedAt" is null)
        limit 500) m, "nearly" s
      union all select 3 as o, m.id, ts_rank_cd(m.v, s.q) as cd, ts_rank(m.v, s.q) as r
      from (select t.id, "t"."searchVector" as v
        from "workspace_x"."note" t
        where ("t"."searchVector" @@ (select q
            from "nearly") and "t"."deletedAt" is null)
        limit 500) m, "nearly" s
      union all select 4 as o, m.id, ts_rank_cd(m.v, s.q) as cd, ts_rank(m.v, s.q) as r
      from (select t.id, "t"."searchVector" as v
        from "workspace_x"."task" t
        where ("t"."searchVector" @@ (select q
            from "nearly") and "t"."deletedAt" is null)
        limit 500) m, "nearly" s
      union all select 5 as o, m.id, ts_rank_cd(m.v, s.q) as cd, ts_rank(m.v, s.q) as r
      from (select t.id, "t"."searchVector" as v
        from "workspace_x"."dashboard" t
        where ("t"."searchVector" @@ (select q
            from "nearly") and "t"."deletedAt" is null)
        limit 500) m, "nearly" s
      union all select 6 as o, m.id, ts_rank_cd(m.v, s.q) as cd, ts_rank(m.v, s.q) as r
      from (select t.id, "t"."searchVector" as v
        from "workspace_x"."workflow" t
        where ("t"."searchVector" @@ (select q
            from "nearly") and "t"."deletedAt" is null)
        limit 500) m, "nearly" s
      union all select 7 as o, m.id, ts_rank_cd(m.v, s.q) as cd, ts_rank(m.v, s.q) as r
      from (select t.id, "t"."searchVector" as v
        from "workspace_x"."workspaceMember" t
        where ("t"."searchVector" @@ (select q
            from "nearly") and "t"."deletedAt" is null)
        limit 500) m, "nearly" s) x
    where (select q
      from nearly) is not null), found as (select *
    from hits
    union all select *
    from near), page as materialized ( select h.*, row_number() over () as n
    from ( select *
      from found h
      where true
      order by cd desc, r desc, o, id
      limit 11 ) h ) select concat('{"edges":[', (select string_agg(concat('{"node":', coalesce(case p.o when 0 then (select concat('{"recordId":"', t.id, '","label":', coalesce(to_json(concat_ws(' ', nullif(("t"."name"->>'firstName'), ''), nullif(("t"."name"->>'lastName'), ''))), 'null'::json), '}')
              from "workspace_x"."person" t
              where t.id = p.id) when 1 then (select concat('{"recordId":"', t.id, '","label":', coalesce(to_json(coalesce("t"."name"::text, '')), 'null'::json), '}')
              from "workspace_x"."company" t
              where t.id = p.id) when 2 then (select concat('{"recordId":"', t.id, '","label":', coalesce(to_json(coalesce("t"."name"::text, '')), 'null'::json), '}')
              from "workspace_x"."opportunity" t
              where t.id = p.id) when 3 then (select concat('{"recordId":"', t.id, '","label":', coalesce(to_json(coalesce("t"."title"::text, '')), 'null'::json), '}')
              from "workspace_x"."note" t
              where t.id = p.id) when 4 then (select concat('{"recordId":"', t.id, '","label":', coalesce(to_json(coalesce("t"."title"::text, '')), 'null'::json), '}')
              from "workspace_x"."task" t
              where t.id = p.id) when 5 then (select concat('{"recordId":"', t.id, '","label":', coalesce(to_json(coalesce("t"."title"::text, '')), 'null'::json), '}')
              from "workspace_x"."dashboard" t
              where t.id = p.id) when 6 then (select concat('{"recordId":"', t.id, '","label":', coalesce(to_json(coalesce("t"."name"::text, '')), 'null'::json), '}')
              from "workspace_x"."workflow" t
              where t.id = p.id) when 7 then (select concat('{"recordId":"', t.id, '","label":', coalesce(to_json(concat_ws(' ', nullif(("t"."name"->>'firstName'), ''), nullif(("t"."name"->>'lastName'), ''))), 'null'::json), '}')
              from "workspace_x"."workspaceMember" t
              where t.id = p.id) end, 'null'), '}'), ',')
      from (select *
        from page
        where n <= 10
        order by n) p), ']}')) as r0
from core.workspace w
where w.id = $4::uuid and w."deletedAt" is null
-- $1 = "<id 1>"
-- $2 = "ac me"
-- $3 = "ac me"
-- $4 = "<id 2>"
