/** Users and groups as SCIM has them (RFC 7643), out and in. */
import type { ScimGroup, ScimGroupValues } from "../../accounts/scim/groups.ts"
import type { ScimUser, ScimUserValues } from "../../accounts/scim/users.ts"
import { addressKey, normalizeEmail } from "../../accounts/credentials.ts"
import { badInput } from "../../errors.ts"
import { fingerprint } from "../../ports/fingerprint.ts"
import { isObject, valueOf, type JsonObject } from "./json.ts"

export const userSchema = "urn:ietf:params:scim:schemas:core:2.0:User"
export const groupSchema = "urn:ietf:params:scim:schemas:core:2.0:Group"

/** @param base address of the workspace's SCIM, without a slash at its end */
export function presentUser(base: string, user: ScimUser): JsonObject {
  const { id, userName, externalId, email, givenName, familyName, active } = user
  const formatted = `${givenName} ${familyName}`.trim()
  return {
    schemas: [userSchema],
    id,
    ...(externalId !== null && { externalId }),
    userName,
    name: { givenName, familyName, formatted },
    displayName: user.displayName || formatted || userName,
    emails: [{ value: email, type: "work", primary: true }],
    active,
    groups: user.groups.map((group) => ({
      value: group.id,
      $ref: `${base}/Groups/${group.id}`,
      display: group.displayName,
      type: "direct",
    })),
    meta: metaOf("User", `${base}/Users/${id}`, user, tagOfUser(user)),
  }
}

export function presentGroup(base: string, group: ScimGroup): JsonObject {
  const { id, displayName, externalId } = group
  return {
    schemas: [groupSchema],
    id,
    ...(externalId !== null && { externalId }),
    displayName,
    members: group.members.map((member) => ({
      value: member.id,
      $ref: `${base}/Users/${member.id}`,
      display: member.display,
      type: "User",
    })),
    meta: metaOf("Group", `${base}/Groups/${id}`, group, tagOfGroup(group)),
  }
}

function metaOf(
  resourceType: string,
  location: string,
  { createdAt, updatedAt }: { createdAt: string; updatedAt: string },
  version: string,
) {
  const instant = (text: string) => new Date(text).toISOString()
  return { resourceType, created: instant(createdAt), lastModified: instant(updatedAt), location, version }
}

/** Of the person alone: which groups they are in is changed through the groups. */
export function tagOfUser(user: ScimUser): string {
  const { id, userName, externalId, email, givenName, familyName, displayName, active, updatedAt } = user
  const parts = [id, userName, externalId, email, givenName, familyName, displayName, active, updatedAt]
  return `W/"${fingerprint(JSON.stringify(parts))}"`
}

/** The same whether members were asked for or not: each change of them is a change of `updatedAt`. */
export function tagOfGroup({ id, displayName, externalId, updatedAt }: ScimGroup): string {
  return `W/"${fingerprint(JSON.stringify([id, displayName, externalId, updatedAt]))}"`
}

/** Throws BAD_USER_INPUT / INVALID_VALUE. */
export function readUser(json: JsonObject): ScimUserValues {
  const userName = text(json, "userName")
  if (userName === "") throw badInput("userName is missing", "INVALID_VALUE")
  const name = valueOf(json, "name")
  const parts = isObject(name) ? name : {}
  return {
    userName,
    externalId: text(json, "externalId") || null,
    email: readEmail(json, userName),
    givenName: text(parts, "givenName"),
    familyName: text(parts, "familyName"),
    displayName: text(json, "displayName"),
    active: readBoolean(valueOf(json, "active")),
  }
}

/** The primary address, else the one at work, else the first; the userName where there is none. */
function readEmail(json: JsonObject, userName: string): string {
  const emails = valueOf(json, "emails")
  const list = (Array.isArray(emails) ? emails : []).filter(isObject).filter((each) => text(each, "value") !== "")
  const isPrimary = (each: JsonObject) => String(valueOf(each, "primary")).toLowerCase() === "true"
  const isWork = (each: JsonObject) => text(each, "type").toLowerCase() === "work"
  const chosen = list.find(isPrimary) ?? list.find(isWork) ?? list[0]
  const address = chosen ? text(chosen, "value") : userName
  if (isAddress(address)) return addressKey(address)
  throw badInput("A user needs an e-mail address: in emails, or as the userName", "INVALID_VALUE")
}

function isAddress(address: string): boolean {
  try {
    return normalizeEmail(address) !== ""
  } catch {
    return false
  }
}

/** Throws BAD_USER_INPUT / INVALID_VALUE. */
export function readGroup(json: JsonObject): ScimGroupValues {
  const displayName = text(json, "displayName")
  if (displayName === "") throw badInput("displayName is missing", "INVALID_VALUE")
  const members = valueOf(json, "members") ?? []
  if (!Array.isArray(members)) throw badInput("members is a list", "INVALID_VALUE")
  return { displayName, externalId: text(json, "externalId") || null, members: members.map(readMember) }
}

function readMember(member: unknown): string {
  const value = isObject(member) ? valueOf(member, "value") : undefined
  if (!isObject(member) || typeof value !== "string") {
    throw badInput("A member is an object with the id of a user as its value", "INVALID_VALUE")
  }
  if (text(member, "type").toLowerCase() === "group") {
    throw badInput("Groups in groups are not supported; let the directory send the people", "INVALID_VALUE")
  }
  return value
}

const longest = 254

/** "" for what is not there. */
function text(json: JsonObject, name: string): string {
  const value = valueOf(json, name)
  if (value == null) return ""
  if (typeof value !== "string") throw badInput(`${name} is a text`, "INVALID_VALUE")
  if (value.length <= longest && !/\p{Cc}/u.test(value)) return value.trim()
  throw badInput(`${name} has at most ${longest} signs, and none that control`, "INVALID_VALUE")
}

/** Entra writes "True". */
function readBoolean(value: unknown): boolean | undefined {
  if (value == null) return undefined
  const word = String(value).toLowerCase()
  if (word === "true" || word === "false") return word === "true"
  throw badInput("active is true or false", "INVALID_VALUE")
}
