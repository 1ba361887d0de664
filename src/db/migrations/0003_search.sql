-- What a person may have meant: of each word of four letters and more all that is one slip away, a letter left out, put in,
-- changed or two of them swapped; the first letter is taken to be right. All of them are prefixes in the search vectors.
CREATE FUNCTION core.search_near(value text) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
  RETURN (
    WITH word AS (
      SELECT w, n, w ~ '^[[:alpha:]]{4,20}$' AS long
      FROM regexp_split_to_table(trim(core.search_words(value)), ' +') WITH ORDINALITY AS x(w, n) WHERE w <> '' LIMIT 8
    ), place AS (
      SELECT w, n, i FROM word, generate_series(1, length(w) - 1) AS i WHERE long
    ), letter AS (
      SELECT l FROM regexp_split_to_table('abcdefghijklmnopqrstuvwxyz', '') AS l
    ), near AS (
      SELECT n, w AS v FROM word
      UNION SELECT n, left(w, i) || substr(w, i + 2) FROM place
      UNION SELECT n, left(w, i - 1) || substr(w, i + 1, 1) || substr(w, i, 1) || substr(w, i + 2) FROM place
      UNION SELECT n, left(w, i) || l || substr(w, i + 2) FROM place, letter
      UNION SELECT n, left(w, i) || l || substr(w, i + 1) FROM place, letter
    )
    SELECT to_tsquery('simple'::regconfig, string_agg(alternatives, ' & '))
    FROM (SELECT '(' || string_agg(v || ':*', ' | ') || ')' AS alternatives FROM near GROUP BY n) AS x
    WHERE EXISTS (SELECT FROM word WHERE long)
  );
--> statement-breakpoint
-- A piece of the text around the first word that the query found, as safe HTML with such words in <mark>; null without one.
CREATE FUNCTION core.search_highlight(value text, query tsquery) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
  RETURN (
    WITH sought AS MATERIALIZED (
      SELECT replace(query::text, '&', '|')::tsquery AS q
    ), part AS MATERIALIZED (
      SELECT n, p[1] AS text, p[1] ~ '^[[:alnum:]]' AND core.search_vector(p[1]) @@ (SELECT q FROM sought) AS hit
      FROM regexp_matches(left(value, 20000), '[[:alnum:]]+|[^[:alnum:]]+', 'g') WITH ORDINALITY AS x(p, n)
    )
    SELECT string_agg(
      CASE WHEN hit THEN '<mark>' || text || '</mark>'
        ELSE replace(replace(replace(regexp_replace(text, '\s+', ' ', 'g'), '&', '&amp;'), '<', '&lt;'), '>', '&gt;') END,
      '' ORDER BY n)
    FROM part, (SELECT min(n) AS first FROM part WHERE hit) AS x
    WHERE n BETWEEN first - 12 AND first + 40
  );
