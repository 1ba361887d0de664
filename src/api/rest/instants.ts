/** PostgreSQL's spelling of instants → the wire's, in a value that is about to become JSON. */
export function withInstants<T>(value: T): T {
  if (Array.isArray(value)) return value.map(withInstants) as T
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key.endsWith("At") && typeof inner === "string"
        ? new Date(inner).toISOString()
        : Array.isArray(inner)
          ? withInstants(inner)
          : inner,
    ]),
  ) as T
}
