-- Accents are folded where the extension is to be had; without it search is merely stricter.
DO $$
DECLARE
  place text;
BEGIN
  BEGIN
    CREATE EXTENSION IF NOT EXISTS unaccent WITH SCHEMA core;
  EXCEPTION WHEN insufficient_privilege OR undefined_file OR feature_not_supported THEN
    RAISE NOTICE 'unaccent is not available';
  END;
  SELECT n.nspname INTO place FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'unaccent';
  IF place IS NULL THEN
    CREATE FUNCTION core.fold(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
      RETURN lower(value);
  ELSE
    EXECUTE format(
      'CREATE FUNCTION core.fold(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT RETURN lower(%I.unaccent(%L::regdictionary, value))',
      place, quote_ident(place) || '.unaccent');
  END IF;
END $$;
--> statement-breakpoint
-- Words only: addresses, URLs and numbers are split at their punctuation, so that each part is found.
CREATE FUNCTION core.search_words(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
  RETURN regexp_replace(core.fold(value), '[^[:alnum:]]+', ' ', 'g');
--> statement-breakpoint
CREATE FUNCTION core.search_vector(value text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
  RETURN to_tsvector('simple'::regconfig, core.search_words(left(value, 200000)));
--> statement-breakpoint
-- What a person types → all words, each as a prefix.
CREATE FUNCTION core.search_query(value text) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
  RETURN (
    SELECT coalesce(to_tsquery('simple'::regconfig, string_agg(word || ':*', ' & ')), ''::tsquery)
    FROM regexp_split_to_table(trim(core.search_words(value)), ' +') AS word
    WHERE word <> ''
  );
--> statement-breakpoint
-- Keeps updatedAt on tables that have no search vector; the others do both in a function of their own.
CREATE FUNCTION core."touchRecord"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW."updatedAt" := clock_timestamp();
  RETURN NEW;
END $$;
--> statement-breakpoint
-- The documented sample queries write `name->>'firstName' || ' ' || name->>'lastName'`. All these operators bind equally
-- tight, so PostgreSQL reads the end of it as text ->> 'lastName', where the text is "Ada " and the object behind it.
-- This operator gives what was meant. See docs/decisions/0002-text-then-json.md.
CREATE FUNCTION core.text_then_json(value text, key text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
  RETURN CASE WHEN strpos(value, '{"') > 0
    THEN left(value, strpos(value, '{"') - 1) || (substr(value, strpos(value, '{"'))::jsonb ->> key) END;
--> statement-breakpoint
DO $$
BEGIN
  CREATE OPERATOR public.->> (LEFTARG = text, RIGHTARG = text, FUNCTION = core.text_then_json);
EXCEPTION WHEN insufficient_privilege OR duplicate_function OR invalid_schema_name THEN
  RAISE NOTICE 'operator ->> (text, text) is not available';
END $$;
