select w."metadataVersion" as version, w."rightsRevision" as rights, exists (select
  from core.session s
  where s.id = $1::uuid and s."revokedAt" is null) as alive, concat('[', (select string_agg(concat('{"groupByDimensionValues":', coalesce(to_json(json_build_array(g.k0, g.k1)), 'null'::json), ',"totalCount":', coalesce(to_json("g"."a0"), 'null'::json), ',"sumAmountAmountMicros":', coalesce(to_json("g"."a1"), 'null'::json), '}'), ',')
    from (select g.*
      from (select "t"."stage" as k0, date_trunc('month', ("t"."createdAt" at time zone $2::text))::date as k1, count(*) as "a0", sum("t"."amount_amountMicros") as "a1"
        from "workspace_x"."opportunity" "t"
        where "t"."deletedAt" is null
        group by 1, 2) g
      order by "g"."a1" desc nulls last, array_position('{NEW,SCREENING,MEETING,PROPOSAL,CUSTOMER,WON,LOST}'::text[], g.k0::text) asc nulls last, g.k1 asc nulls last
      limit 50) g), ']') as r0
from core.workspace w
where w.id = $3::uuid and w."deletedAt" is null
-- $1 = "<id 1>"
-- $2 = "UTC"
-- $3 = "<id 2>"
