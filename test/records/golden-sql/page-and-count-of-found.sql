select w."metadataVersion" as version, w."rightsRevision" as rights, exists (select
  from core.session s
  where s.id = $1::uuid and s."revokedAt" is null) as alive, concat((with "t_found" as materialized (select "t"."id", nullif("t"."name", '') as "~0", "t"."id" as "~1"
      from "workspace_x"."company" "t"
      where ("t"."deletedAt" is null and "t"."name" ilike $2::text)), "t_page" as materialized (select x.*, row_number() over () as "~n"
      from (select x.*
        from (select *
          from "t_found" f
          order by "f"."~0" desc nulls last, "f"."~1" asc
          limit 21 offset $3::int) f join "workspace_x"."company" x on x.id = f.id
        order by "f"."~0" desc nulls last, "f"."~1" asc) x) select concat('{"edges":[', (select string_agg(concat('{"node":{"name":', coalesce(to_json(coalesce("tp"."name", '')), 'null'::json), '}}'), ',')
        from (select *
          from "t_page"
          where "~n" <= 20
          order by "~n" asc) "tp"), '],"totalCount":', coalesce(to_json((select count(*)
            from "t_found")), 'null'::json), ',"pageInfo":{"hasNextPage":', ((select count(*)
          from "t_page") > 20)::text, '}}'))) as r0
from core.workspace w
where w.id = $4::uuid and w."deletedAt" is null
-- $1 = "<id 1>"
-- $2 = "%a%"
-- $3 = 20
-- $4 = "<id 2>"
