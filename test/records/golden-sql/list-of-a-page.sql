select w."metadataVersion" as version, w."rightsRevision" as rights, exists (select
  from core.session s
  where s.id = $1::uuid and s."revokedAt" is null) as alive, concat((with "t_page" as materialized (select x.*, row_number() over () as "~n"
      from (select "t".*
        from "workspace_x"."company" "t"
        where "t"."deletedAt" is null
        order by nullif("t"."name", '') asc, "t"."id" asc
        limit 11) x) select concat('{"totalCount":', coalesce(to_json((select count(*)
            from "workspace_x"."company" x
            where x."deletedAt" is null)), 'null'::json), ',"edges":[', (select string_agg(concat('{"cursor":"', translate(encode(convert_to(json_build_object('name', nullif("tp"."name", ''), 'id', "tp"."id")::text, 'UTF8'), 'base64'), E'\n', ''), '","node":{"id":"', "tp"."id", '"}}'), ',')
        from (select *
          from "t_page"
          where "~n" <= 10
          order by "~n" asc) "tp"), '],"pageInfo":{"hasNextPage":', ((select count(*)
          from "t_page") > 10)::text, ',"hasPreviousPage":', (false)::text, ',"startCursor":', coalesce((select concat('"', translate(encode(convert_to(json_build_object('name', nullif("tp"."name", ''), 'id', "tp"."id")::text, 'UTF8'), 'base64'), E'\n', ''), '"')
          from "t_page" "tp"
          where "~n" <= 10
          order by "~n" asc
          limit 1), 'null'), ',"endCursor":', coalesce((select concat('"', translate(encode(convert_to(json_build_object('name', nullif("tp"."name", ''), 'id', "tp"."id")::text, 'UTF8'), 'base64'), E'\n', ''), '"')
          from "t_page" "tp"
          where "~n" <= 10
          order by "~n" desc
          limit 1), 'null'), '}}'))) as r0
from core.workspace w
where w.id = $2::uuid and w."deletedAt" is null
-- $1 = "<id 1>"
-- $2 = "<id 2>"
