select w."metadataVersion" as version, w."rightsRevision" as rights, exists (select
  from core.session s
  where s.id = $1::uuid and s."revokedAt" is null) as alive, concat('{"edges":[', (select string_agg(concat('{"node":{"id":"', "tp"."id", '"}}'), ',')
    from (select "t".*
      from "workspace_x"."company" "t"
      where ("t"."deletedAt" is null and (exists (select
            from "workspace_x"."person" "t_0"
            where ("t_0"."companyId" = "t"."id" and "t_0"."deletedAt" is null and ("t_0"."name"->>'firstName') ilike $2::text)) and (exists (select
              from "workspace_x"."workspaceMember" "t_1"
              where ("t_1"."id" = "t"."accountOwnerId" and "t_1"."deletedAt" is null and coalesce("t_1"."userEmail", '') = '')) or not coalesce("t"."employees" >= $3::integer, false))))
      order by "t"."id" asc
      limit 200) "tp"), ']}') as r0
from core.workspace w
where w.id = $4::uuid and w."deletedAt" is null
-- $1 = "<id 1>"
-- $2 = "a%"
-- $3 = "10"
-- $4 = "<id 2>"
