-- New companies out of a JSON list, placed before all others, stamped with their creator.
with written as (
  insert into {schema}.company (id, name, employees, address, position, "createdBy", "updatedBy")
  select gen_random_uuid(), x.name, x.employees, x.address, (select coalesce(min(position), 1) from {schema}.company) - x.n,
    '{"source": "API", "name": "floor", "workspaceMemberId": null, "context": {}}', '{"source": "API", "name": "floor", "workspaceMemberId": null, "context": {}}'
  from rows from (jsonb_to_recordset($1::jsonb) as (name varchar, employees int, address jsonb)) with ordinality as x(name, employees, address, n),
    (select set_config('kith.actor', '{"source": "API", "name": "floor", "workspaceMemberId": null, "context": {}}', true)) actor
  returning *
)
select coalesce(json_agg(json_build_object('id', id, 'name', coalesce(name, ''), 'createdAt', to_char("createdAt" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))), '[]')::text from written
