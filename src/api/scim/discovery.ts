/** What Kith's SCIM can do (RFC 7643, 5 to 7), for directories that ask before they begin. */
import type { JsonObject } from "./json.ts"
import { groupSchema, userSchema } from "./resources.ts"

export const mostResults = 1000

export function providerConfig(base: string): JsonObject {
  return {
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
    patch: { supported: true },
    bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
    filter: { supported: true, maxResults: mostResults },
    changePassword: { supported: false },
    sort: { supported: false },
    etag: { supported: true },
    authenticationSchemes: [
      {
        type: "oauthbearertoken",
        name: "Bearer token",
        description: "A token that an admin of the workspace makes for its directory",
        primary: true,
      },
    ],
    meta: { resourceType: "ServiceProviderConfig", location: `${base}/ServiceProviderConfig` },
  }
}

export function resourceTypes(base: string): JsonObject[] {
  return [
    { id: "User", endpoint: "/Users", description: "A member, or somebody who is expected", schema: userSchema },
    { id: "Group", endpoint: "/Groups", description: "May give its members a role", schema: groupSchema },
  ].map((type) => ({
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:ResourceType"],
    ...type,
    name: type.id,
    schemaExtensions: [],
    meta: { resourceType: "ResourceType", location: `${base}/ResourceTypes/${type.id}` },
  }))
}

export function schemas(base: string): JsonObject[] {
  return [
    { id: userSchema, name: "User", description: "User Account", attributes: userAttributes },
    { id: groupSchema, name: "Group", description: "Group", attributes: groupAttributes },
  ].map((schema) => ({
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:Schema"],
    ...schema,
    meta: { resourceType: "Schema", location: `${base}/Schemas/${schema.id}` },
  }))
}

interface Attribute {
  name: string
  type?: string
  multiValued?: boolean
  required?: boolean
  caseExact?: boolean
  mutability?: string
  uniqueness?: string
  subAttributes?: JsonObject[]
  referenceTypes?: string[]
}

function attribute(given: Attribute): JsonObject {
  return {
    type: "string",
    multiValued: false,
    description: given.name,
    required: false,
    caseExact: false,
    mutability: "readWrite",
    returned: "default",
    uniqueness: "none",
    ...given,
  }
}

const readOnly = { mutability: "readOnly" }

const userAttributes = [
  attribute({ name: "userName", required: true, uniqueness: "server" }),
  attribute({
    name: "name",
    type: "complex",
    subAttributes: [
      attribute({ name: "givenName" }),
      attribute({ name: "familyName" }),
      attribute({ name: "formatted", ...readOnly }),
    ],
  }),
  attribute({ name: "displayName" }),
  attribute({
    name: "emails",
    type: "complex",
    multiValued: true,
    subAttributes: [
      attribute({ name: "value" }),
      attribute({ name: "type" }),
      attribute({ name: "primary", type: "boolean" }),
    ],
  }),
  attribute({ name: "active", type: "boolean" }),
  attribute({
    name: "groups",
    type: "complex",
    multiValued: true,
    ...readOnly,
    subAttributes: [
      attribute({ name: "value", ...readOnly }),
      attribute({ name: "$ref", type: "reference", referenceTypes: ["Group"], ...readOnly }),
      attribute({ name: "display", ...readOnly }),
      attribute({ name: "type", ...readOnly }),
    ],
  }),
]

const groupAttributes = [
  attribute({ name: "displayName", required: true, uniqueness: "server" }),
  attribute({
    name: "members",
    type: "complex",
    multiValued: true,
    subAttributes: [
      attribute({ name: "value", mutability: "immutable" }),
      attribute({ name: "$ref", type: "reference", referenceTypes: ["User"], mutability: "immutable" }),
      attribute({ name: "display", ...readOnly }),
      attribute({ name: "type", mutability: "immutable" }),
    ],
  }),
]
