select w."metadataVersion" as version, w."rightsRevision" as rights, exists (select
  from core.session s
  where s.id = $1::uuid and s."revokedAt" is null) as alive, concat((select concat('{"totalCount":', coalesce(to_json("t_totals"."a0"), 'null'::json), ',"sumAmountAmountMicros":', coalesce(to_json("t_totals"."a1"), 'null'::json), ',"avgAmountAmountMicros":', coalesce(to_json("t_totals"."a2"), 'null'::json), ',"maxCloseDate":', coalesce(to_json("t_totals"."a3"), 'null'::json), ',"countNotEmptyName":', coalesce(to_json("t_totals"."a4"), 'null'::json), '}')
    from (select count(*) as "a0", sum("t"."amount_amountMicros") as "a1", avg("t"."amount_amountMicros")::float8 as "a2", to_char(max("t"."closeDate"), 'YYYY-MM-DD"T00:00:00.000Z"') as "a3", count(*) filter (where not coalesce("t"."name", '') = '') as "a4"
      from "workspace_x"."opportunity" "t"
      where ("t"."deletedAt" is null and "t"."stage" = $2::text)) "t_totals")) as r0
from core.workspace w
where w.id = $3::uuid and w."deletedAt" is null
-- $1 = "<id 1>"
-- $2 = "NEW"
-- $3 = "<id 2>"
