select w."metadataVersion" as version, w."rightsRevision" as rights, exists (select
  from core.session s
  where s.id = $1::uuid and s."revokedAt" is null) as alive, concat((with "t_page" as materialized (select x.*, row_number() over () as "~n"
      from (select "t".*
        from "workspace_x"."company" "t"
        where ("t"."deletedAt" is null and (nullif("t"."name", '') < $2::text or (nullif("t"."name", '') = $3::text and "t"."id" < $4::uuid)))
        order by nullif("t"."name", '') desc, "t"."id" desc
        limit 11) x) select concat('{"edges":[', (select string_agg(concat('{"node":{"id":"', "tp"."id", '"}}'), ',')
        from (select *
          from "t_page"
          where "~n" <= 10
          order by "~n" desc) "tp"), '],"pageInfo":{"hasPreviousPage":', ((select count(*)
          from "t_page") > 10)::text, '}}'))) as r0
from core.workspace w
where w.id = $5::uuid and w."deletedAt" is null
-- $1 = "<id 1>"
-- $2 = "Acme"
-- $3 = "Acme"
-- $4 = "0192f0c1-2345-4abc-8def-0123456789ab"
-- $5 = "<id 2>"
