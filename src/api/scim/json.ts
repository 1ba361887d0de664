/** Resources as plain JSON. Names of attributes are told apart without their case (RFC 7643, 2.1). */
export type JsonObject = Record<string, unknown>

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

/** The name under which the object has the attribute; the given one where it has none. */
export function keyOf(object: JsonObject, name: string): string {
  if (Object.hasOwn(object, name)) return name
  return Object.keys(object).find((key) => key.toLowerCase() === name.toLowerCase()) ?? name
}

export function valueOf(object: JsonObject, name: string): unknown {
  const key = keyOf(object, name)
  return Object.hasOwn(object, key) ? object[key] : undefined
}

/** What cannot be the name of an attribute, but means something in JavaScript. */
export const isUnsafe = (name: string) => /^(__proto__|constructor|prototype)$/i.test(name)
