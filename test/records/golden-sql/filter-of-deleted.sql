select w."metadataVersion" as version, w."rightsRevision" as rights, exists (select
  from core.session s
  where s.id = $1::uuid and s."revokedAt" is null) as alive, concat('{"edges":[', (select string_agg(concat('{"node":{"id":"', "tp"."id", '"}}'), ',')
    from (select "t".*
      from "workspace_x"."company" "t"
      where not "t"."deletedAt" is null
      order by "t"."id" asc
      limit 200) "tp"), ']}') as r0
from core.workspace w
where w.id = $2::uuid and w."deletedAt" is null
-- $1 = "<id 1>"
-- $2 = "<id 2>"
