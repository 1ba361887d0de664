select w."metadataVersion" as version, w."rightsRevision" as rights, exists (select
  from core.session s
  where s.id = $1::uuid and s."revokedAt" is null) as alive, concat('{"edges":[', (select string_agg(concat('{"cursor":"', translate(encode(convert_to(json_build_object('company', json_build_object('name', (select nullif("tp_o"."name", '')
                    from "workspace_x"."company" "tp_o"
                    where ("tp_o"."id" = "tp"."companyId" and "tp_o"."deletedAt" is null))), 'position', "tp"."position", 'id', "tp"."id")::text, 'UTF8'), 'base64'), E'\n', ''), '"}'), ',')
    from (select "t".*
      from "workspace_x"."person" "t"
      where "t"."deletedAt" is null
      order by (select nullif("t_o"."name", '')
        from "workspace_x"."company" "t_o"
        where ("t_o"."id" = "t"."companyId" and "t_o"."deletedAt" is null)) desc nulls last, "t"."position" asc, "t"."id" asc
      limit 5) "tp"), ']}') as r0
from core.workspace w
where w.id = $2::uuid and w."deletedAt" is null
-- $1 = "<id 1>"
-- $2 = "<id 2>"
