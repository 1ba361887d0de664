select w."metadataVersion" as version, w."rightsRevision" as rights, exists (select
  from core.session s
  where s.id = $1::uuid and s."revokedAt" is null) as alive, (with g as materialized (select g.*, array[g.k0::text]::text[] as "~k", row_number() over (
      order by g.k0 asc nulls last) as "~g"
    from (select nullif(("t"."address"->>'addressCity'), '') as k0
      from "workspace_x"."company" "t"
      where "t"."deletedAt" is null
      group by 1) g
    order by "~g"
    limit 50), "~shown" as materialized (select *
    from (select "t".id, g."~g", row_number() over (partition by g."~g"
        order by "t"."id" asc) as "~n"
      from (select "t".*, array[nullif(("t"."address"->>'addressCity'), '')::text]::text[] as "~k"
        from "workspace_x"."company" "t"
        where "t"."deletedAt" is null) "t" join g on g."~k" = "t"."~k") x
    where "~n" > $2::bigint and "~n" <= $3::bigint) select concat('[', (select string_agg(concat('{"groupByDimensionValues":', coalesce(to_json(json_build_array(g.k0)), 'null'::json), ',"edges":[', (select string_agg(concat('{"node":{"name":', coalesce(to_json(coalesce("tp"."name", '')), 'null'::json), '}}'), ',')
            from (select x.*
              from "~shown" s join "workspace_x"."company" x on x.id = s.id
              where s."~g" = g."~g"
              order by s."~n") "tp"), ']}'), ',')
      from (select g.*
        from g
        order by "~g") g), ']')) as r0
from core.workspace w
where w.id = $4::uuid and w."deletedAt" is null
-- $1 = "<id 1>"
-- $2 = 0
-- $3 = 3
-- $4 = "<id 2>"
