import type { FieldSchema } from "./schema.ts"

const secrets: ReadonlySet<string> = new Set(["accessToken", "refreshToken", "connectionParameters"])

/** What opens other people's mailboxes is served to nobody. */
export function isSecret(object: { nameSingular: string }, { name }: Pick<FieldSchema, "name">): boolean {
  return object.nameSingular === "connectedAccount" && secrets.has(name)
}
