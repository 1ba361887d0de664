select w."metadataVersion" as version, w."rightsRevision" as rights, exists (select
  from core.session s
  where s.id = $1::uuid and s."revokedAt" is null) as alive, concat('{"edges":[', (select string_agg(concat('{"node":{"id":"', "tp"."id", '","company":', coalesce((select concat('{"name":', coalesce(to_json(coalesce("tpo"."name", '')), 'null'::json), ',"accountOwner":', coalesce((select concat('{"id":"', "tpoo"."id", '"}')
                  from "workspace_x"."workspaceMember" "tpoo"
                  where "tpoo"."id" = "tpo"."accountOwnerId" and "tpoo"."deletedAt" is null), 'null'), '}')
            from "workspace_x"."company" "tpo"
            where "tpo"."id" = "tp"."companyId" and "tpo"."deletedAt" is null), 'null'), '}}'), ',')
    from (select "t".*
      from "workspace_x"."person" "t"
      where "t"."deletedAt" is null
      order by "t"."id" asc
      limit 20) "tp"), ']}') as r0
from core.workspace w
where w.id = $2::uuid and w."deletedAt" is null
-- $1 = "<id 1>"
-- $2 = "<id 2>"
