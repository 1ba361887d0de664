/** What PostgreSQL really has in a workspace's schema, read from pg_catalog in one statement. */
import { render, sql } from "../db/sql.ts"
import type { Connection } from "../ports/driver.ts"

export interface Catalog {
  /** the schema itself */
  exists: boolean
  tables: CatalogTable[]
  functions: CatalogFunction[]
}

export interface CatalogTable {
  name: string
  columns: CatalogColumn[]
  constraints: CatalogConstraint[]
  indexes: CatalogIndex[]
  triggers: CatalogTrigger[]
  /** privileges on the table that somebody other than its owner has */
  grants: string[]
}

export interface CatalogColumn {
  name: string
  type: string
  notNull: boolean
  hasDefault: boolean
}

export interface CatalogConstraint {
  name: string
  /** c check, f foreign key, p primary key, u unique, x exclusion */
  kind: "c" | "f" | "p" | "u" | "x"
  columns: string[]
  /** table that a foreign key points at, as `schema.name` */
  target: string | null
  /** a no action, r restrict, c cascade, n set null, d set default */
  onDelete: string
  isValid: boolean
}

export interface CatalogIndex {
  name: string
  isUnique: boolean
  isValid: boolean
  method: string
  /** name of each column; null for an expression */
  columns: (string | null)[]
  hasCondition: boolean
  /** of its first column where it is not the default */
  operatorClass: string | null
  /** constraint that brought it, such as the primary key */
  constraint: string | null
}

export interface CatalogTrigger {
  name: string
  /** function as `schema.name` */
  calls: string
  type: number
  isEnabled: boolean
  arguments: string[]
}

export interface CatalogFunction {
  name: string
  /** types of its arguments, as DROP FUNCTION wants them */
  signature: string
  source: string
  isSecurityDefiner: boolean
  settings: string[]
}

export async function readCatalog(connection: Connection, schemaName: string): Promise<Catalog> {
  const { text, params } = render(sql`
    with place as (select oid from pg_namespace where nspname = ${schemaName}),
    relation as (
      select c.oid, c.relname, c.relowner, c.relacl
      from pg_class c join place on place.oid = c.relnamespace where c.relkind in ('r', 'p', 'f')
    )
    select json_build_object(
      'exists', exists (select from place),
      'tables', (select coalesce(json_agg(json_build_object(
        'name', r.relname,
        'columns', (${columns}), 'constraints', (${constraints}), 'indexes', (${indexes}), 'triggers', (${triggers}),
        'grants', (${grants})) order by r.relname), '[]') from relation r),
      'functions', (${functions})
    ) as catalog`)
  const [row] = await connection.query<{ catalog: string }>(text, params)
  return JSON.parse(row!.catalog)
}

const columns = sql`
  select coalesce(json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
    'notNull', a.attnotnull, 'hasDefault', a.atthasdef or a.attidentity <> '') order by a.attnum), '[]')
  from pg_attribute a where a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped`

/** Not-null constraints (kind n since PostgreSQL 18) are told by their columns. */
const constraints = sql`
  select coalesce(json_agg(json_build_object('name', k.conname, 'kind', k.contype,
    'columns', (select coalesce(json_agg(a.attname order by u.place), '[]')
      from unnest(k.conkey) with ordinality u(attnum, place) join pg_attribute a on a.attrelid = r.oid and a.attnum = u.attnum),
    'target', (select tn.nspname || '.' || t.relname from pg_class t join pg_namespace tn on tn.oid = t.relnamespace
      where t.oid = k.confrelid),
    'onDelete', k.confdeltype, 'isValid', k.convalidated) order by k.conname), '[]')
  from pg_constraint k where k.conrelid = r.oid and k.contype in ('c', 'f', 'p', 'u', 'x')`

const indexes = sql`
  select coalesce(json_agg(json_build_object('name', x.relname, 'isUnique', i.indisunique,
    'isValid', i.indisvalid and i.indisready and i.indislive, 'method', m.amname,
    'columns', (select json_agg(a.attname order by u.place) from unnest(i.indkey::int2[]) with ordinality u(attnum, place)
      left join pg_attribute a on a.attrelid = r.oid and a.attnum = u.attnum and u.attnum > 0),
    'hasCondition', i.indpred is not null,
    'operatorClass', (select o.opcname from pg_opclass o where o.oid = i.indclass[0] and not o.opcdefault),
    'constraint', (select k.conname from pg_constraint k
      where k.conindid = i.indexrelid and k.conrelid = r.oid and k.contype in ('p', 'u', 'x'))) order by x.relname), '[]')
  from pg_index i join pg_class x on x.oid = i.indexrelid join pg_am m on m.oid = x.relam where i.indrelid = r.oid`

const triggers = sql`
  select coalesce(json_agg(json_build_object('name', t.tgname, 'calls', fn.nspname || '.' || f.proname, 'type', t.tgtype,
    'isEnabled', t.tgenabled in ('O', 'A'),
    'arguments', string_to_array(left(encode(t.tgargs, 'escape'), -4), '\\000')) order by t.tgname), '[]')
  from pg_trigger t join pg_proc f on f.oid = t.tgfoid join pg_namespace fn on fn.oid = f.pronamespace
  where t.tgrelid = r.oid and not t.tgisinternal`

const grants = sql`
  select coalesce(json_agg(distinct a.privilege_type), '[]') from aclexplode(r.relacl) a where a.grantee <> r.relowner`

const functions = sql`
  select coalesce(json_agg(json_build_object('name', f.proname, 'signature', pg_get_function_identity_arguments(f.oid),
    'source', f.prosrc, 'isSecurityDefiner', f.prosecdef, 'settings', coalesce(to_json(f.proconfig), '[]'))
    order by f.proname), '[]')
  from pg_proc f join place on place.oid = f.pronamespace`
