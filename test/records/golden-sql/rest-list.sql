select w."metadataVersion" as version, w."rightsRevision" as rights, exists (select
  from core.session s
  where s.id = $1::uuid and s."revokedAt" is null) as alive, concat((with "t_page" as materialized (select x.*, row_number() over () as "~n"
      from (select "t".*
        from "workspace_x"."note" "t"
        where "t"."deletedAt" is null
        order by "t"."id" asc
        limit 61) x) select concat('{"data":{"notes":[', (select string_agg(concat('{"id":"', "tp"."id", '","createdAt":"', to_char("tp"."createdAt" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), '","updatedAt":"', to_char("tp"."updatedAt" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), '","deletedAt":', coalesce('"' || to_char("tp"."deletedAt" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || '"', 'null'), ',"body":', coalesce(to_json(coalesce("tp"."body", '')), 'null'::json), ',"bodyV2":{"blocknote":', coalesce(to_json(nullif(("tp"."bodyV2"->>'blocknote'), '')), 'null'::json), ',"markdown":', coalesce(to_json(coalesce(("tp"."bodyV2"->>'markdown'), '')), 'null'::json), '},"title":', coalesce(to_json(coalesce("tp"."title", '')), 'null'::json), ',"position":', coalesce(to_json("tp"."position"), 'null'::json), ',"createdBy":{"source":', coalesce(to_json(("tp"."createdBy"->>'source')), 'null'::json), ',"workspaceMemberId":', coalesce('"' || ("tp"."createdBy"->>'workspaceMemberId')::uuid || '"', 'null'), ',"name":', coalesce(to_json(coalesce(("tp"."createdBy"->>'name'), '')), 'null'::json), ',"context":', coalesce((("tp"."createdBy"->'context'))::text, 'null'), '},"updatedBy":{"source":', coalesce(to_json(("tp"."updatedBy"->>'source')), 'null'::json), ',"workspaceMemberId":', coalesce('"' || ("tp"."updatedBy"->>'workspaceMemberId')::uuid || '"', 'null'), ',"name":', coalesce(to_json(coalesce(("tp"."updatedBy"->>'name'), '')), 'null'::json), ',"context":', coalesce((("tp"."updatedBy"->'context'))::text, 'null'), '},"searchVector":', coalesce(to_json(coalesce("tp"."searchVector"::text, '')), 'null'::json), '}'), ',')
        from (select *
          from "t_page"
          where "~n" <= 60
          order by "~n" asc) "tp"), ']},"totalCount":', coalesce(to_json((select count(*)
            from "workspace_x"."note" x
            where x."deletedAt" is null)), 'null'::json), ',"pageInfo":{"startCursor":', coalesce((select concat('"', translate(encode(convert_to(json_build_object('id', "tp"."id")::text, 'UTF8'), 'base64'), E'\n', ''), '"')
          from "t_page" "tp"
          where "~n" <= 60
          order by "~n" asc
          limit 1), 'null'), ',"endCursor":', coalesce((select concat('"', translate(encode(convert_to(json_build_object('id', "tp"."id")::text, 'UTF8'), 'base64'), E'\n', ''), '"')
          from "t_page" "tp"
          where "~n" <= 60
          order by "~n" desc
          limit 1), 'null'), ',"hasNextPage":', ((select count(*)
          from "t_page") > 60)::text, ',"hasPreviousPage":', (false)::text, '}}'))) as r0
from core.workspace w
where w.id = $2::uuid and w."deletedAt" is null
-- $1 = "<id 1>"
-- $2 = "<id 2>"
