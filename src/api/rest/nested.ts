/** `nested(["name", "firstName"], "AscNullsFirst")` → `{ name: { firstName: "AscNullsFirst" } }` */
export function nested(path: readonly string[], value: unknown): Record<string, unknown> {
  return path.reduceRight((inner, key) => ({ [key]: inner }), value) as Record<string, unknown>
}
