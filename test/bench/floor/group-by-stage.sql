-- Opportunities by stage: how many, their sum and their average.
select coalesce(json_agg(json_build_object('groupByDimensionValues', json_build_array(g.stage), 'totalCount', g.n, 'sumAmountAmountMicros', g.sum, 'avgAmountAmountMicros', g.avg)), '[]')::text
from (
  select stage, count(*) as n, sum((amount->>'amountMicros')::numeric) as sum, avg((amount->>'amountMicros')::numeric)::float8 as avg
  from {schema}.opportunity where "deletedAt" is null
  group by stage
  order by array_position('{NEW,SCREENING,MEETING,PROPOSAL,CUSTOMER}'::text[], stage::text) limit 50
) g
