select w."metadataVersion" as version, w."rightsRevision" as rights, exists (select
  from core.session s
  where s.id = $1::uuid and s."revokedAt" is null) as alive, concat('{"edges":[', (select string_agg(concat('{"node":{"name":{"firstName":', coalesce(to_json(coalesce(("tp"."name"->>'firstName'), '')), 'null'::json), ',"lastName":', coalesce(to_json(coalesce(("tp"."name"->>'lastName'), '')), 'null'::json), '},"emails":{"primaryEmail":', coalesce(to_json(coalesce(("tp"."emails"->>'primaryEmail'), '')), 'null'::json), ',"additionalEmails":', coalesce((coalesce(nullif(("tp"."emails"->'additionalEmails'), 'null'::jsonb), '[]'::jsonb))::text, 'null'), '},"createdAt":"', to_char("tp"."createdAt" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), '"}}'), ',')
    from (select "t".*
      from "workspace_x"."person" "t"
      where "t"."deletedAt" is null
      order by "t"."id" asc
      limit 200) "tp"), ']}') as r0
from core.workspace w
where w.id = $2::uuid and w."deletedAt" is null
-- $1 = "<id 1>"
-- $2 = "<id 2>"
