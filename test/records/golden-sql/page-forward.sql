select w."metadataVersion" as version, w."rightsRevision" as rights, exists (select
  from core.session s
  where s.id = $1::uuid and s."revokedAt" is null) as alive, concat('{"edges":[', (select string_agg(concat('{"node":{"id":"', "tp"."id", '"}}'), ',')
    from (select "t".*
      from "workspace_x"."company" "t"
      where ("t"."deletedAt" is null and ((nullif("t"."name", '') > $2::text or nullif("t"."name", '') is null) or (nullif("t"."name", '') = $3::text and "t"."id" > $4::uuid)))
      order by nullif("t"."name", '') asc, "t"."id" asc
      limit 10) "tp"), ']}') as r0
from core.workspace w
where w.id = $5::uuid and w."deletedAt" is null
-- $1 = "<id 1>"
-- $2 = "Acme"
-- $3 = "Acme"
-- $4 = "0192f0c1-2345-4abc-8def-0123456789ab"
-- $5 = "<id 2>"
