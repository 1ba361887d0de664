select w."metadataVersion" as version, w."rightsRevision" as rights, exists (select
  from core.session s
  where s.id = $1::uuid and s."revokedAt" is null) as alive, (select concat('{"~revision":"', (extract(epoch
        from "t"."updatedAt") * 1000000)::bigint::text, '","id":"', "t"."id", '","createdAt":"', to_char("t"."createdAt" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), '","updatedAt":"', to_char("t"."updatedAt" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), '","deletedAt":', coalesce('"' || to_char("t"."deletedAt" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || '"', 'null'), ',"body":', coalesce(to_json(coalesce("t"."body", '')), 'null'::json), ',"bodyV2":{"blocknote":', coalesce(to_json(nullif(("t"."bodyV2"->>'blocknote'), '')), 'null'::json), ',"markdown":', coalesce(to_json(coalesce(("t"."bodyV2"->>'markdown'), '')), 'null'::json), '},"title":', coalesce(to_json(coalesce("t"."title", '')), 'null'::json), ',"position":', coalesce(to_json("t"."position"), 'null'::json), ',"createdBy":{"source":', coalesce(to_json(("t"."createdBy"->>'source')), 'null'::json), ',"workspaceMemberId":', coalesce('"' || ("t"."createdBy"->>'workspaceMemberId')::uuid || '"', 'null'), ',"name":', coalesce(to_json(coalesce(("t"."createdBy"->>'name'), '')), 'null'::json), ',"context":', coalesce((("t"."createdBy"->'context'))::text, 'null'), '},"updatedBy":{"source":', coalesce(to_json(("t"."updatedBy"->>'source')), 'null'::json), ',"workspaceMemberId":', coalesce('"' || ("t"."updatedBy"->>'workspaceMemberId')::uuid || '"', 'null'), ',"name":', coalesce(to_json(coalesce(("t"."updatedBy"->>'name'), '')), 'null'::json), ',"context":', coalesce((("t"."updatedBy"->'context'))::text, 'null'), '},"searchVector":', coalesce(to_json(coalesce("t"."searchVector"::text, '')), 'null'::json), '}')
  from "workspace_x"."note" "t"
  where ("t"."deletedAt" is null and "t"."id" = $2::uuid)
  limit 1) as r0
from core.workspace w
where w.id = $3::uuid and w."deletedAt" is null
-- $1 = "<id 1>"
-- $2 = "0192f0c1-2345-4abc-8def-0123456789ab"
-- $3 = "<id 2>"
