select w."metadataVersion" as version, w."rightsRevision" as rights, exists (select
  from core.session s
  where s.id = $1::uuid and s."revokedAt" is null) as alive, (select concat('{"id":"', "t"."id", '","name":', coalesce(to_json(coalesce("t"."name", '')), 'null'::json), ',"domainName":{"primaryLinkUrl":', coalesce(to_json(coalesce(("t"."domainName"->>'primaryLinkUrl'), '')), 'null'::json), '}}')
  from "workspace_x"."company" "t"
  where ("t"."deletedAt" is null and "t"."id" = $2::uuid)
  limit 1) as r0
from core.workspace w
where w.id = $3::uuid and w."deletedAt" is null
-- $1 = "<id 1>"
-- $2 = "0192f0c1-2345-4abc-8def-0123456789ab"
-- $3 = "<id 2>"
