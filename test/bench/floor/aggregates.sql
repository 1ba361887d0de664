-- What can be said about all opportunities, in one scan.
select json_build_object('totalCount', a.n, 'sumAmountAmountMicros', a.sum, 'avgAmountAmountMicros', a.avg, 'maxCreatedAt', to_char(a.max at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
  'countNotEmptyName', a.named, 'percentageEmptyCloseDate', a.empty::float8 / nullif(a.n, 0))::text
from (
  select count(*) as n, sum((amount->>'amountMicros')::numeric) as sum, avg((amount->>'amountMicros')::numeric)::float8 as avg, max("createdAt") as max,
    count(*) filter (where name <> '') as named, count(*) filter (where "closeDate" is null) as empty
  from {schema}.opportunity where "deletedAt" is null
) a
