/**
 * The platform's own tables in schema `core`, with the names of the data model that customers know: camelCase, singular.
 * Migrations in `migrations/` are generated from this file (`bun run db:generate`).
 */
import { sql } from "drizzle-orm"
import {
  bigint,
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgSchema,
  primaryKey,
  real,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
  varchar,
  type AnyPgColumn,
} from "drizzle-orm/pg-core"
import type { Json } from "./json.ts"

export const core = pgSchema("core")

const id = () => uuid().primaryKey().defaultRandom()
const instant = () => timestamp({ withTimezone: true, mode: "string" })
const createdAt = () => instant().notNull().defaultNow()
const updatedAt = () => instant().notNull().defaultNow()

export const activationStatus = core.enum("workspace_activationStatus_enum", [
  "PENDING_CREATION",
  "ONGOING_CREATION",
  "ACTIVE",
  "INACTIVE",
  "SUSPENDED",
])

export const fieldTypeEnum = core.enum("fieldMetadata_type_enum", [
  "ACTOR",
  "ADDRESS",
  "ARRAY",
  "BOOLEAN",
  "CURRENCY",
  "DATE",
  "DATE_TIME",
  "EMAILS",
  "FILES",
  "FULL_NAME",
  "LINKS",
  "MORPH_RELATION",
  "MULTI_SELECT",
  "NUMBER",
  "NUMERIC",
  "PHONES",
  "POSITION",
  "RATING",
  "RAW_JSON",
  "RELATION",
  "RICH_TEXT",
  "SELECT",
  "TEXT",
  "TS_VECTOR",
  "UUID",
])

export const dataSourceType = core.enum("dataSource_type_enum", ["POSTGRES"])

const ofRole = () =>
  uuid()
    .notNull()
    .references((): AnyPgColumn => role.id, { onDelete: "cascade" })

export const user = core.table(
  "user",
  {
    id: id(),
    firstName: varchar().notNull().default(""),
    lastName: varchar().notNull().default(""),
    email: varchar().notNull(),
    passwordHash: varchar(),
    canImpersonate: boolean().notNull().default(false),
    canAccessFullAdminPanel: boolean().notNull().default(false),
    isEmailVerified: boolean().notNull().default(false),
    disabled: boolean().notNull().default(false),
    /** rises with every new password: login tokens of an older one are worth nothing */
    credentialRevision: integer().notNull().default(0),
    /** wrong codes and passwords since the last right one, and until when no more are looked at */
    secondFactorFailures: integer().notNull().default(0),
    secondFactorLockedUntil: instant(),
    locale: varchar().notNull().default("en"),
    defaultAvatarUrl: varchar(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    deletedAt: instant(),
  },
  (table) => [
    uniqueIndex("UQ_USER_EMAIL")
      .on(table.email)
      .where(sql`"deletedAt" IS NULL`),
  ],
)

export const workspace = core.table(
  "workspace",
  {
    id: id(),
    displayName: varchar(),
    logo: varchar(),
    inviteHash: varchar()
      .notNull()
      .default(sql`replace(gen_random_uuid()::text, '-', '')`),
    allowImpersonation: boolean().notNull().default(false),
    isPublicInviteLinkEnabled: boolean().notNull().default(true),
    isGoogleAuthEnabled: boolean().notNull().default(true),
    isMicrosoftAuthEnabled: boolean().notNull().default(true),
    isPasswordAuthEnabled: boolean().notNull().default(true),
    /** may admins, and roles with SSO_BYPASS, use what is switched off for everybody else? */
    isGoogleAuthBypassEnabled: boolean().notNull().default(false),
    isMicrosoftAuthBypassEnabled: boolean().notNull().default(false),
    isPasswordAuthBypassEnabled: boolean().notNull().default(false),
    isTwoFactorAuthenticationEnforced: boolean().notNull().default(false),
    /** are those asked as well who come from the workspace's own identity provider? */
    isTwoFactorAuthenticationEnforcedForSso: boolean().notNull().default(false),
    activationStatus: activationStatus().notNull().default("PENDING_CREATION"),
    defaultRoleId: uuid().references((): AnyPgColumn => role.id, { onDelete: "restrict" }),
    subdomain: varchar().notNull(),
    customDomain: varchar(),
    /** rises by one with every schema change; part of the guard of each record statement */
    metadataVersion: integer().notNull().default(0),
    /** rises when a role, membership or key changes; part of the guard as well */
    rightsRevision: integer().notNull().default(0),
    /** raised by restoring or importing: log positions of an older epoch go on by position alone */
    eventEpoch: integer().notNull().default(1),
    /** days after which entries of the audit log go; null keeps them for ever */
    auditLogRetentionDays: integer().default(365),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    deletedAt: instant(),
  },
  (table) => [
    // Whoever could take another workspace's link would take its newcomers.
    uniqueIndex("UQ_WORKSPACE_INVITE_HASH")
      .on(table.inviteHash)
      .where(sql`"deletedAt" IS NULL`),
    uniqueIndex("UQ_WORKSPACE_SUBDOMAIN")
      .on(table.subdomain)
      .where(sql`"deletedAt" IS NULL`),
    check(
      "onboarded_workspace_requires_default_role",
      sql`"activationStatus" IN ('PENDING_CREATION', 'ONGOING_CREATION') OR "defaultRoleId" IS NOT NULL`,
    ),
    // Nobody can shorten it to be rid of what they have just done.
    check("CHK_WORKSPACE_AUDIT_LOG_RETENTION", sql`"auditLogRetentionDays" >= 30`),
  ],
)

export const role = core.table(
  "role",
  {
    id: id(),
    workspaceId: uuid()
      .notNull()
      .references((): AnyPgColumn => workspace.id, { onDelete: "cascade" }),
    label: varchar().notNull(),
    description: text(),
    icon: varchar(),
    isEditable: boolean().notNull().default(true),
    canUpdateAllSettings: boolean().notNull().default(false),
    canAccessAllTools: boolean().notNull().default(false),
    canReadAllObjectRecords: boolean().notNull().default(false),
    canUpdateAllObjectRecords: boolean().notNull().default(false),
    canSoftDeleteAllObjectRecords: boolean().notNull().default(false),
    canDestroyAllObjectRecords: boolean().notNull().default(false),
    canBeAssignedToUsers: boolean().notNull().default(true),
    canBeAssignedToAgents: boolean().notNull().default(false),
    canBeAssignedToApiKeys: boolean().notNull().default(true),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    index("IDX_ROLE_WORKSPACE_ID").on(table.workspaceId),
    unique("IDX_ROLE_LABEL_WORKSPACE_ID_UNIQUE").on(table.label, table.workspaceId),
  ],
)

/** How a role differs for the records of one object; null is as for all objects. */
export const objectPermission = core.table(
  "objectPermission",
  {
    id: id(),
    roleId: ofRole(),
    objectMetadataId: uuid()
      .notNull()
      .references((): AnyPgColumn => objectMetadata.id, { onDelete: "cascade" }),
    canReadObjectRecords: boolean(),
    canCreateObjectRecords: boolean(),
    canUpdateObjectRecords: boolean(),
    canSoftDeleteObjectRecords: boolean(),
    canRestoreObjectRecords: boolean(),
    canDestroyObjectRecords: boolean(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    unique("IDX_OBJECT_PERMISSION_OBJECT_METADATA_ID_ROLE_ID_UNIQUE").on(table.objectMetadataId, table.roleId),
    index("IDX_OBJECT_PERMISSION_ROLE_ID").on(table.roleId),
  ],
)

/** What a role may not do with a field: false, or null where nothing is taken away. */
export const fieldPermission = core.table(
  "fieldPermission",
  {
    id: id(),
    roleId: ofRole(),
    objectMetadataId: uuid()
      .notNull()
      .references((): AnyPgColumn => objectMetadata.id, { onDelete: "cascade" }),
    fieldMetadataId: uuid()
      .notNull()
      .references((): AnyPgColumn => fieldMetadata.id, { onDelete: "cascade" }),
    canReadFieldValue: boolean(),
    canUpdateFieldValue: boolean(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    unique("IDX_FIELD_PERMISSION_FIELD_METADATA_ID_ROLE_ID_UNIQUE").on(table.fieldMetadataId, table.roleId),
    index("IDX_FIELD_PERMISSION_ROLE_ID").on(table.roleId),
    check("CHK_FIELD_PERMISSION_RESTRICTS", sql`"canReadFieldValue" IS NOT TRUE AND "canUpdateFieldValue" IS NOT TRUE`),
  ],
)

/** A part of the settings or a tool that a role may use. */
export const permissionFlag = core.table(
  "permissionFlag",
  {
    id: id(),
    roleId: ofRole(),
    flag: varchar().notNull(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [unique("IDX_PERMISSION_FLAG_FLAG_ROLE_ID_UNIQUE").on(table.flag, table.roleId)],
)

/**
 * Which records of an object a role sees or edits. No foreign key to the field: a rule about a field that is gone has to
 * stay, because without it the role would see everything; it lets nobody see anything.
 */
export const rowLevelPermissionPredicateGroup = core.table(
  "rowLevelPermissionPredicateGroup",
  {
    id: id(),
    roleId: ofRole(),
    objectMetadataId: uuid()
      .notNull()
      .references((): AnyPgColumn => objectMetadata.id, { onDelete: "cascade" }),
    parentRowLevelPermissionPredicateGroupId: uuid(),
    logicalOperator: varchar({ enum: ["AND", "OR"] }).notNull(),
    positionInRowLevelPermissionPredicateGroup: real(),
    scope: varchar({ enum: ["SEE", "EDIT"] })
      .notNull()
      .default("SEE"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [index("IDX_RLPPG_ROLE_ID").on(table.roleId)],
)

export const rowLevelPermissionPredicate = core.table(
  "rowLevelPermissionPredicate",
  {
    id: id(),
    roleId: ofRole(),
    objectMetadataId: uuid()
      .notNull()
      .references((): AnyPgColumn => objectMetadata.id, { onDelete: "cascade" }),
    fieldMetadataId: uuid().notNull(),
    operand: varchar().notNull(),
    value: jsonb().$type<Json>(),
    subFieldName: varchar(),
    workspaceMemberFieldMetadataId: uuid(),
    workspaceMemberSubFieldName: varchar(),
    rowLevelPermissionPredicateGroupId: uuid(),
    positionInRowLevelPermissionPredicateGroup: real(),
    scope: varchar({ enum: ["SEE", "EDIT"] })
      .notNull()
      .default("SEE"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [index("IDX_RLPP_ROLE_ID").on(table.roleId)],
)

export const userWorkspace = core.table(
  "userWorkspace",
  {
    id: id(),
    userId: uuid()
      .notNull()
      .references(() => user.id, { onDelete: "cascade" }),
    workspaceId: uuid()
      .notNull()
      .references(() => workspace.id, { onDelete: "cascade" }),
    roleId: uuid().references(() => role.id, { onDelete: "restrict" }),
    /** the person's consent to being impersonated; null for none */
    impersonationAllowedUntil: instant(),
    /** what clients remember of the person in this workspace, such as how far they have come in setting it up */
    variables: jsonb().$type<Record<string, Json>>().notNull().default({}),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    deletedAt: instant(),
  },
  (table) => [
    index("IDX_USER_WORKSPACE_USER_ID").on(table.userId),
    index("IDX_USER_WORKSPACE_WORKSPACE_ID").on(table.workspaceId),
    uniqueIndex("UQ_USER_WORKSPACE_USER_ID_WORKSPACE_ID")
      .on(table.userId, table.workspaceId)
      .where(sql`"deletedAt" IS NULL`),
  ],
)

/** The records that a workspace was filled with to be tried out. Whatever people do to them, they are known by their ids. */
export const sampleData = core.table("sampleData", {
  workspaceId: uuid()
    .primaryKey()
    .references(() => workspace.id, { onDelete: "cascade" }),
  /** object id → ids of its records */
  recordIds: jsonb().$type<Record<string, string[]>>().notNull(),
  createdAt: createdAt(),
})

export const dataSource = core.table(
  "dataSource",
  {
    id: id(),
    workspaceId: uuid()
      .notNull()
      .references(() => workspace.id, { onDelete: "cascade" }),
    schema: varchar().notNull(),
    type: dataSourceType().notNull().default("POSTGRES"),
    label: varchar(),
    url: varchar(),
    isRemote: boolean().notNull().default(false),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    index("IDX_DATA_SOURCE_WORKSPACE_ID").on(table.workspaceId),
    unique("UQ_DATA_SOURCE_SCHEMA").on(table.schema),
  ],
)

export const objectMetadata = core.table(
  "objectMetadata",
  {
    id: id(),
    standardId: uuid(),
    dataSourceId: uuid()
      .notNull()
      .references(() => dataSource.id, { onDelete: "cascade" }),
    nameSingular: varchar().notNull(),
    namePlural: varchar().notNull(),
    labelSingular: varchar().notNull(),
    labelPlural: varchar().notNull(),
    description: text(),
    icon: varchar(),
    color: varchar(),
    shortcut: varchar(),
    targetTableName: varchar().notNull(),
    isCustom: boolean().notNull().default(false),
    isRemote: boolean().notNull().default(false),
    isActive: boolean().notNull().default(true),
    isSystem: boolean().notNull().default(false),
    isSearchable: boolean().notNull().default(false),
    isUICreatable: boolean().notNull().default(true),
    isUIEditable: boolean().notNull().default(true),
    isLabelSyncedWithName: boolean().notNull().default(false),
    duplicateCriteria: jsonb().$type<string[][]>(),
    labelIdentifierFieldMetadataId: uuid(),
    imageIdentifierFieldMetadataId: uuid(),
    workspaceId: uuid().notNull(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    foreignKey({ name: "FK_OBJECT_WORKSPACE", columns: [table.workspaceId], foreignColumns: [workspace.id] }).onDelete(
      "cascade",
    ),
    unique("IDX_OBJECT_METADATA_NAME_SINGULAR_WORKSPACE_ID_UNIQUE").on(table.nameSingular, table.workspaceId),
    unique("IDX_OBJECT_METADATA_NAME_PLURAL_WORKSPACE_ID_UNIQUE").on(table.namePlural, table.workspaceId),
    index("IDX_OBJECT_METADATA_WORKSPACE_ID").on(table.workspaceId),
  ],
)

export const fieldMetadata = core.table(
  "fieldMetadata",
  {
    id: id(),
    standardId: uuid(),
    objectMetadataId: uuid()
      .notNull()
      .references(() => objectMetadata.id, { onDelete: "cascade" }),
    name: varchar().notNull(),
    label: varchar().notNull(),
    description: text(),
    icon: varchar(),
    type: fieldTypeEnum().notNull(),
    isNullable: boolean().notNull().default(true),
    isUnique: boolean().notNull().default(false),
    isSystem: boolean().notNull().default(false),
    isCustom: boolean().notNull().default(false),
    isActive: boolean().notNull().default(true),
    isUIEditable: boolean().notNull().default(true),
    isLabelSyncedWithName: boolean().notNull().default(false),
    defaultValue: jsonb().$type<Json>(),
    options: jsonb().$type<{ id: string; value: string; label: string; color: string; position: number }[]>(),
    settings: jsonb().$type<Record<string, Json>>(),
    relationTargetObjectMetadataId: uuid().references(() => objectMetadata.id, { onDelete: "cascade" }),
    relationTargetFieldMetadataId: uuid(),
    morphId: uuid(),
    /** column in the workspace's table; null for one-to-many */
    columnName: varchar(),
    /** SQL type where it is not the field type's own */
    columnType: varchar(),
    workspaceId: uuid()
      .notNull()
      .references(() => workspace.id, { onDelete: "cascade" }),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    foreignKey({
      name: "FK_FIELD_METADATA_RELATION_TARGET_FIELD",
      columns: [table.relationTargetFieldMetadataId],
      foreignColumns: [table.id],
    }).onDelete("set null"),
    check(
      "CHK_FIELD_METADATA_MORPH_RELATION_REQUIRES_MORPH_ID",
      sql`("type" != 'MORPH_RELATION') OR ("type" = 'MORPH_RELATION' AND "morphId" IS NOT NULL)`,
    ),
    unique("IDX_FIELD_METADATA_NAME_OBJECT_METADATA_ID_WORKSPACE_ID_UNIQUE").on(
      table.name,
      table.objectMetadataId,
      table.workspaceId,
    ),
    index("IDX_FIELD_METADATA_OBJECT_ID").on(table.objectMetadataId),
    index("IDX_FIELD_METADATA_RELATION_TARGET").on(table.relationTargetObjectMetadataId),
    index("IDX_FIELD_METADATA_RELATION_TARGET_FIELD").on(table.relationTargetFieldMetadataId),
    index("IDX_FIELD_METADATA_WORKSPACE_ID").on(table.workspaceId),
  ],
)

export const indexMetadata = core.table(
  "indexMetadata",
  {
    id: id(),
    objectMetadataId: uuid()
      .notNull()
      .references(() => objectMetadata.id, { onDelete: "cascade" }),
    name: varchar().notNull(),
    isCustom: boolean().notNull().default(false),
    isUnique: boolean().notNull().default(false),
    indexType: varchar().notNull().default("BTREE"),
    indexWhereClause: text(),
    /** BUILDING until a large table's index is built, FAILED when it could not be */
    status: varchar().notNull().default("READY"),
    /** why it failed, for the admin */
    failure: text(),
    workspaceId: uuid()
      .notNull()
      .references(() => workspace.id, { onDelete: "cascade" }),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    unique("IDX_INDEX_METADATA_NAME_WORKSPACE_ID_OBJECT_METADATA_ID_UNIQUE").on(
      table.name,
      table.workspaceId,
      table.objectMetadataId,
    ),
    index("IDX_INDEX_METADATA_OBJECT_ID").on(table.objectMetadataId),
    index("IDX_INDEX_METADATA_WORKSPACE_ID").on(table.workspaceId),
    // Workers ask for these all the time, and there are hardly ever any.
    index("IDX_INDEX_METADATA_BUILDING")
      .on(table.workspaceId)
      .where(sql`status = 'BUILDING'`),
  ],
)

export const indexFieldMetadata = core.table(
  "indexFieldMetadata",
  {
    id: id(),
    indexMetadataId: uuid()
      .notNull()
      .references(() => indexMetadata.id, { onDelete: "cascade" }),
    fieldMetadataId: uuid()
      .notNull()
      .references(() => fieldMetadata.id, { onDelete: "cascade" }),
    subFieldName: varchar(),
    order: integer().notNull(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    index("IDX_INDEX_FIELD_METADATA_INDEX_ID").on(table.indexMetadataId),
    index("IDX_INDEX_FIELD_METADATA_FIELD_ID").on(table.fieldMetadataId),
  ],
)

export const workspaceMigration = core.table(
  "workspaceMigration",
  {
    id: id(),
    workspaceId: uuid()
      .notNull()
      .references(() => workspace.id, { onDelete: "cascade" }),
    name: varchar().notNull(),
    isCustom: boolean().notNull().default(false),
    migrations: jsonb().$type<Json[]>().notNull(),
    /** the schema version that this migration led to */
    version: integer().notNull(),
    appliedAt: instant(),
    createdAt: createdAt(),
  },
  (table) => [index("IDX_WORKSPACE_MIGRATION_WORKSPACE_ID").on(table.workspaceId, table.version)],
)

export const apiKey = core.table(
  "apiKey",
  {
    id: id(),
    name: varchar().notNull(),
    /** never the token itself: a key is a signed token that names this row */
    secret: varchar(),
    expiresAt: instant().notNull(),
    revokedAt: instant(),
    /** to the minute */
    lastUsedAt: instant(),
    roleId: uuid()
      .notNull()
      .references(() => role.id, { onDelete: "restrict" }),
    workspaceId: uuid()
      .notNull()
      .references(() => workspace.id, { onDelete: "cascade" }),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [index("IDX_API_KEY_WORKSPACE_ID").on(table.workspaceId)],
)

/** A program that acts in a workspace by itself, with a role of its own. */
export const application = core.table(
  "application",
  {
    id: id(),
    workspaceId: uuid()
      .notNull()
      .references(() => workspace.id, { onDelete: "cascade" }),
    name: varchar().notNull(),
    roleId: uuid()
      .notNull()
      .references(() => role.id, { onDelete: "restrict" }),
    revokedAt: instant(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [index("IDX_APPLICATION_WORKSPACE_ID").on(table.workspaceId)],
)

export const webhook = core.table(
  "webhook",
  {
    id: id(),
    targetUrl: varchar().notNull(),
    operations: varchar()
      .array()
      .notNull()
      .default(sql`'{*.*}'`),
    description: varchar(),
    secret: varchar().notNull().default(""),
    workspaceId: uuid()
      .notNull()
      .references(() => workspace.id, { onDelete: "cascade" }),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    deletedAt: instant(),
  },
  (table) => [index("IDX_WEBHOOK_WORKSPACE_ID").on(table.workspaceId)],
)

/** A signed-in browser or script. Its refresh token rotates; a reused one ends the session. */
export const session = core.table(
  "session",
  {
    id: id(),
    userId: uuid()
      .notNull()
      .references(() => user.id, { onDelete: "cascade" }),
    workspaceId: uuid().references(() => workspace.id, { onDelete: "cascade" }),
    authProvider: varchar().notNull().default("password"),
    /** `jti` of the refresh token that is good now, and of the one before it, which is good for a minute more */
    refreshId: uuid().notNull(),
    previousRefreshId: uuid(),
    rotatedAt: instant(),
    /** with what its beginning was confirmed besides the password: TOTP, PASSKEY or RECOVERY_CODE; null for nothing */
    secondFactor: varchar(),
    /** shortened: enough to know one's own browser again */
    userAgent: varchar(),
    address: varchar(),
    /** of whoever really acts where an admin looks through the user's eyes */
    impersonatorUserWorkspaceId: uuid().references(() => userWorkspace.id, { onDelete: "cascade" }),
    impersonatorWorkspaceMemberId: uuid(),
    expiresAt: instant().notNull(),
    revokedAt: instant(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    index("IDX_SESSION_USER_ID").on(table.userId),
    index("IDX_SESSION_WORKSPACE_ID").on(table.workspaceId),
    index("IDX_SESSION_IMPERSONATOR")
      .on(table.impersonatorUserWorkspaceId)
      .where(sql`"impersonatorUserWorkspaceId" IS NOT NULL`),
  ],
)

/** A second factor of a person, in whatever workspace they are: an authenticator app (TOTP) or a passkey. */
export const twoFactorAuthenticationMethod = core.table(
  "twoFactorAuthenticationMethod",
  {
    id: id(),
    userId: uuid()
      .notNull()
      .references(() => user.id, { onDelete: "cascade" }),
    strategy: varchar().notNull(),
    /** PENDING until a first code shows that it works */
    status: varchar().notNull(),
    name: varchar().notNull(),
    /** of TOTP, sealed */
    secret: varchar(),
    /** of TOTP: the time step of the last code, which is good once, like all before it */
    lastUsedStep: bigint({ mode: "number" }),
    /** of a passkey, as WebAuthn spells them; bytes in base64url */
    credentialId: varchar(),
    publicKey: varchar(),
    counter: bigint({ mode: "number" }),
    transports: varchar().array(),
    /** the domain that it works for */
    relyingPartyId: varchar(),
    lastUsedAt: instant(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    check("CHK_TWO_FACTOR_METHOD_STATUS", sql`${table.status} in ('PENDING', 'VERIFIED')`),
    check(
      "CHK_TWO_FACTOR_METHOD_STRATEGY",
      sql`(${table.strategy} = 'TOTP' and ${table.secret} is not null) or (${table.strategy} = 'PASSKEY' and ${table.credentialId} is not null and ${table.publicKey} is not null and ${table.counter} is not null and ${table.relyingPartyId} is not null)`,
    ),
    index("IDX_TWO_FACTOR_METHOD_USER_ID").on(table.userId),
    uniqueIndex("UQ_TWO_FACTOR_METHOD_TOTP")
      .on(table.userId)
      .where(sql`strategy = 'TOTP'`),
    uniqueIndex("UQ_TWO_FACTOR_METHOD_CREDENTIAL_ID").on(table.credentialId),
  ],
)

/** What opens the door once when the second factor is lost. A row goes when its code is used. */
export const recoveryCode = core.table(
  "recoveryCode",
  {
    userId: uuid()
      .notNull()
      .references(() => user.id, { onDelete: "cascade" }),
    /** SHA-256 of the code */
    hash: varchar().notNull(),
    createdAt: createdAt(),
  },
  (table) => [primaryKey({ name: "PK_RECOVERY_CODE", columns: [table.userId, table.hash] })],
)

/** What a passkey is to sign, once. */
export const passkeyChallenge = core.table(
  "passkeyChallenge",
  {
    challenge: varchar().primaryKey(),
    userId: uuid()
      .notNull()
      .references(() => user.id, { onDelete: "cascade" }),
    /** REGISTER or SIGN_IN */
    purpose: varchar().notNull(),
    expiresAt: instant().notNull(),
  },
  (table) => [
    index("IDX_PASSKEY_CHALLENGE_USER_ID").on(table.userId),
    index("IDX_PASSKEY_CHALLENGE_EXPIRES_AT").on(table.expiresAt),
  ],
)

/** Keys that sign tokens; the id is the `kid` in their header. One signs, those before it only verify. */
export const signingKey = core.table(
  "signingKey",
  {
    id: id(),
    /** JWK */
    publicKey: jsonb().$type<Record<string, string>>().notNull(),
    /** JWK, sealed; null since it was retired */
    privateKey: varchar(),
    retiredAt: instant(),
    createdAt: createdAt(),
  },
  () => [
    // At most one signs.
    uniqueIndex("UQ_SIGNING_KEY_CURRENT")
      .on(sql`(("retiredAt" is null))`)
      .where(sql`"retiredAt" is null`),
  ],
)

/** Tokens that can be used once, such as login tokens: the id is kept so that a second use is refused. */
export const usedToken = core.table(
  "usedToken",
  { id: uuid().primaryKey(), expiresAt: instant().notNull() },
  (table) => [index("IDX_USED_TOKEN_EXPIRES_AT").on(table.expiresAt)],
)

/** Where a workspace lets its people sign in: an OIDC or a SAML 2.0 identity provider that an admin set up. */
export const identityProvider = core.table(
  "identityProvider",
  {
    id: id(),
    workspaceId: uuid()
      .notNull()
      .references(() => workspace.id, { onDelete: "cascade" }),
    name: varchar().notNull(),
    type: varchar().notNull(),
    /** as the wire spells it */
    status: varchar().notNull().default("Active"),
    /** of OIDC where its configuration is found, of SAML the provider's entity id */
    issuer: varchar().notNull(),
    clientId: varchar(),
    /** sealed: see auth/secrets.ts */
    clientSecret: text(),
    ssoUrl: varchar(),
    /** PEM, one after the other */
    certificates: text(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    check("CHK_IDENTITY_PROVIDER_TYPE", sql`${table.type} in ('OIDC', 'SAML')`),
    check("CHK_IDENTITY_PROVIDER_STATUS", sql`${table.status} in ('Active', 'Inactive', 'Error')`),
    index("IDX_IDENTITY_PROVIDER_WORKSPACE_ID").on(table.workspaceId),
  ],
)

/** Whom a provider calls by which name: the subject never changes and is never given to somebody else. */
export const externalIdentity = core.table(
  "externalIdentity",
  {
    id: id(),
    userId: uuid()
      .notNull()
      .references(() => user.id, { onDelete: "cascade" }),
    /** the workspace's own; null for Google and Microsoft */
    identityProviderId: uuid().references(() => identityProvider.id, { onDelete: "cascade" }),
    issuer: varchar().notNull(),
    subject: varchar().notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    unique("UQ_EXTERNAL_IDENTITY_SUBJECT").on(table.identityProviderId, table.issuer, table.subject).nullsNotDistinct(),
    index("IDX_EXTERNAL_IDENTITY_USER_ID").on(table.userId),
  ],
)

/** A secret that travels by mail: an invitation, a reset of a password, a proof of an address. Only its hash is here. */
export const appToken = core.table(
  "appToken",
  {
    id: id(),
    userId: uuid().references(() => user.id, { onDelete: "cascade" }),
    workspaceId: uuid().references(() => workspace.id, { onDelete: "cascade" }),
    type: varchar().notNull(),
    /** SHA-256 of the token */
    value: varchar().notNull(),
    /** of an invitation: whom it is for, and the role that they will have; of a change of address: the new one */
    context: jsonb().$type<{ email: string; roleId: string | null; credentialRevision?: number }>(),
    expiresAt: instant().notNull(),
    /** when it was used or taken back */
    revokedAt: instant(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    check(
      "CHK_APP_TOKEN_TYPE",
      sql`${table.type} in ('INVITATION', 'PASSWORD_RESET', 'EMAIL_VERIFICATION', 'EMAIL_CHANGE', 'DOMAIN_VALIDATION')`,
    ),
    uniqueIndex("UQ_APP_TOKEN_VALUE").on(table.value),
    index("IDX_APP_TOKEN_USER_ID").on(table.userId),
    index("IDX_APP_TOKEN_WORKSPACE_ID").on(table.workspaceId),
    index("IDX_APP_TOKEN_EMAIL").on(sql`(${table.context}->>'email')`),
    index("IDX_APP_TOKEN_EXPIRES_AT").on(table.expiresAt),
  ],
)

/** A domain whose people may join a workspace without an invitation, once somebody who gets its mail has said so. */
export const approvedAccessDomain = core.table(
  "approvedAccessDomain",
  {
    id: id(),
    workspaceId: uuid()
      .notNull()
      .references(() => workspace.id, { onDelete: "cascade" }),
    /** in small letters */
    domain: varchar().notNull(),
    isValidated: boolean().notNull().default(false),
    /** what was mailed to validate it */
    appTokenId: uuid().references(() => appToken.id, { onDelete: "set null" }),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    unique("UQ_APPROVED_ACCESS_DOMAIN_DOMAIN_WORKSPACE_ID").on(table.domain, table.workspaceId),
    index("IDX_APPROVED_ACCESS_DOMAIN_WORKSPACE_ID").on(table.workspaceId),
  ],
)

/** With what a workspace's directory comes to `/scim/v2`. Only its hash is here. */
export const scimToken = core.table(
  "scimToken",
  {
    id: id(),
    workspaceId: uuid()
      .notNull()
      .references(() => workspace.id, { onDelete: "cascade" }),
    name: varchar().notNull(),
    /** SHA-256 of the token */
    value: varchar().notNull(),
    /** to the minute */
    lastUsedAt: instant(),
    /** null for one that holds until it is revoked */
    expiresAt: instant(),
    revokedAt: instant(),
    createdAt: createdAt(),
  },
  (table) => [
    uniqueIndex("UQ_SCIM_TOKEN_VALUE").on(table.value),
    index("IDX_SCIM_TOKEN_WORKSPACE_ID").on(table.workspaceId),
  ],
)

/**
 * Whom a workspace's directory knows. The row is the directory's word; the membership is what came of it. A member whom
 * the directory has not written yet has no row, and goes by the membership's id.
 */
export const scimUser = core.table(
  "scimUser",
  {
    id: id(),
    workspaceId: uuid()
      .notNull()
      .references(() => workspace.id, { onDelete: "cascade" }),
    /** the account; null until somebody comes who has the address */
    userId: uuid().references(() => user.id, { onDelete: "set null" }),
    userName: varchar().notNull(),
    externalId: varchar(),
    /** by which the person is known when they come; in small letters */
    email: varchar().notNull(),
    givenName: varchar().notNull().default(""),
    familyName: varchar().notNull().default(""),
    displayName: varchar().notNull().default(""),
    /** false: whoever has the address is not let in */
    active: boolean().notNull().default(true),
    /** was the account shown to be this person's? Until then no group gives it a role */
    isProven: boolean().notNull().default(false),
    /** is the member's role one that a group gave? */
    hasGroupRole: boolean().notNull().default(false),
    /** the membership that the directory ended, and may begin again */
    endedUserWorkspaceId: uuid().references(() => userWorkspace.id, { onDelete: "set null" }),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    /** the directory has deleted them: only an invitation lets them in, or the directory itself */
    deletedAt: instant(),
  },
  (table) => [
    uniqueIndex("UQ_SCIM_USER_WORKSPACE_ID_USER_NAME")
      .on(table.workspaceId, sql`lower(${table.userName})`)
      .where(sql`"deletedAt" IS NULL`),
    uniqueIndex("UQ_SCIM_USER_WORKSPACE_ID_EMAIL")
      .on(table.workspaceId, table.email)
      .where(sql`"deletedAt" IS NULL`),
    uniqueIndex("UQ_SCIM_USER_WORKSPACE_ID_USER_ID")
      .on(table.workspaceId, table.userId)
      .where(sql`"deletedAt" IS NULL`),
    index("IDX_SCIM_USER_WORKSPACE_ID_EXTERNAL_ID").on(table.workspaceId, table.externalId),
    index("IDX_SCIM_USER_USER_ID").on(table.userId),
  ],
)

/** A group of a workspace's directory. What it gives its members is said by `scimGroupRole`. */
export const scimGroup = core.table(
  "scimGroup",
  {
    id: id(),
    workspaceId: uuid()
      .notNull()
      .references(() => workspace.id, { onDelete: "cascade" }),
    displayName: varchar().notNull(),
    externalId: varchar(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    uniqueIndex("UQ_SCIM_GROUP_WORKSPACE_ID_DISPLAY_NAME").on(table.workspaceId, sql`lower(${table.displayName})`),
  ],
)

export const scimGroupMember = core.table(
  "scimGroupMember",
  {
    scimGroupId: uuid()
      .notNull()
      .references(() => scimGroup.id, { onDelete: "cascade" }),
    scimUserId: uuid()
      .notNull()
      .references(() => scimUser.id, { onDelete: "cascade" }),
  },
  (table) => [
    primaryKey({ name: "PK_SCIM_GROUP_MEMBER", columns: [table.scimGroupId, table.scimUserId] }),
    index("IDX_SCIM_GROUP_MEMBER_SCIM_USER_ID").on(table.scimUserId),
  ],
)

/** Which group gives which role. Of several that a person is in, the one with the lowest position does. */
export const scimGroupRole = core.table(
  "scimGroupRole",
  {
    id: id(),
    workspaceId: uuid()
      .notNull()
      .references(() => workspace.id, { onDelete: "cascade" }),
    /** a group's id or its `displayName`, whether there is one of that name yet or not */
    group: varchar().notNull(),
    roleId: ofRole(),
    position: integer().notNull(),
    /** said by somebody who may update all settings: without it no role that may is given */
    grantsAllSettings: boolean().notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    unique("UQ_SCIM_GROUP_ROLE_WORKSPACE_ID_POSITION").on(table.workspaceId, table.position),
    index("IDX_SCIM_GROUP_ROLE_ROLE_ID").on(table.roleId),
  ],
)

/** Mail that is yet to be sent. It is put into words when it is, so that no secret waits here. */
export const mail = core.table(
  "mail",
  {
    id: id(),
    template: varchar().notNull(),
    recipient: varchar().notNull(),
    /** what the template says besides the link */
    data: jsonb().$type<Record<string, string>>().notNull().default({}),
    /** what the link in it is for; a mail whose token is gone is not sent. Null for a notice, which needs none */
    appTokenId: uuid().references(() => appToken.id, { onDelete: "cascade" }),
    /** when a job for it was last given to the queue */
    queuedAt: instant(),
    createdAt: createdAt(),
  },
  (table) => [index("IDX_MAIL_APP_TOKEN_ID").on(table.appTokenId), index("IDX_MAIL_CREATED_AT").on(table.createdAt)],
)

/**
 * What was done that is no change of a record: who signed in, who got which right, what was taken out. A trigger refuses
 * every change of a row, and its removal before the workspace's retention or the workspace itself has ended.
 */
export const auditLog = core.table(
  "auditLog",
  {
    id: id(),
    /** null for what is no workspace's, such as a sign-in by an unknown address */
    workspaceId: uuid().references(() => workspace.id, { onDelete: "cascade" }),
    at: instant()
      .notNull()
      .default(sql`clock_timestamp()`),
    event: varchar().notNull(),
    /** who did it, in words of that time: names and addresses change, and people leave */
    actorKind: varchar().notNull(),
    actorId: uuid(),
    actorName: varchar(),
    actorEmail: varchar(),
    targetKind: varchar(),
    targetId: uuid(),
    targetName: varchar(),
    details: jsonb().$type<Json>(),
    /** whole or cut to its network, as the operator wants it */
    ipAddress: varchar(),
    userAgent: varchar(),
    requestId: varchar(),
  },
  (table) => [
    index("IDX_AUDIT_LOG_WORKSPACE_ID_AT").on(table.workspaceId, table.at, table.id),
    index("IDX_AUDIT_LOG_ACTOR_ID").on(table.workspaceId, table.actorId, table.at, table.id),
    index("IDX_AUDIT_LOG_TARGET_ID").on(table.workspaceId, table.targetId, table.at, table.id),
  ],
)

/** How often something was done in a window of time, for all servers together. Lost in a crash, which does no harm. */
export const rateCounter = core.table(
  "rateCounter",
  {
    key: varchar().primaryKey(),
    count: integer().notNull(),
    expiresAt: instant().notNull(),
  },
  (table) => [index("IDX_RATE_COUNTER_EXPIRES_AT").on(table.expiresAt)],
)

/** From where somebody has signed in before. */
export const knownPlace = core.table(
  "knownPlace",
  {
    userId: uuid()
      .notNull()
      .references(() => user.id, { onDelete: "cascade" }),
    /** SHA-256 of account and network */
    place: varchar().notNull(),
    seenAt: createdAt(),
  },
  (table) => [primaryKey({ name: "PK_KNOWN_PLACE", columns: [table.userId, table.place] })],
)

/** A login of PostgreSQL that an admin has issued for the workspace. The password is nowhere but with PostgreSQL, hashed. */
export const sqlLogin = core.table(
  "sqlLogin",
  {
    id: id(),
    workspaceId: uuid()
      .notNull()
      .references(() => workspace.id, { onDelete: "cascade" }),
    name: varchar().notNull(),
    /** of the role, unique in the whole of PostgreSQL */
    roleName: varchar().notNull(),
    access: varchar().notNull(),
    expiresAt: instant().notNull(),
    revokedAt: instant(),
    /** when the role was dropped and its connections ended */
    endedAt: instant(),
    createdBy: varchar(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    check("CHK_SQL_LOGIN_ACCESS", sql`${table.access} in ('READ', 'WRITE')`),
    uniqueIndex("UQ_SQL_LOGIN_ROLE_NAME").on(table.roleName),
    index("IDX_SQL_LOGIN_WORKSPACE_ID").on(table.workspaceId),
  ],
)

/** Answers to writes that were sent with an `Idempotency-Key`, given again for a day. */
export const idempotencyKey = core.table(
  "idempotencyKey",
  {
    workspaceId: uuid()
      .notNull()
      .references(() => workspace.id, { onDelete: "cascade" }),
    /** who sent it: `user:<id>` or `apiKey:<id>` */
    principal: varchar().notNull(),
    key: varchar().notNull(),
    /** SHA-256 of what was asked for */
    requestHash: varchar().notNull(),
    /** null while the request is being carried out */
    status: integer(),
    body: text(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ name: "PK_IDEMPOTENCY_KEY", columns: [table.workspaceId, table.principal, table.key] }),
    index("IDX_IDEMPOTENCY_KEY_CREATED_AT").on(table.createdAt),
  ],
)

/** An uploaded file. Its bytes are in the file store, under the ids of its workspace and its own. */
export const file = core.table(
  "file",
  {
    id: id(),
    workspaceId: uuid()
      .notNull()
      .references(() => workspace.id, { onDelete: "cascade" }),
    /** what it is for, as URLs spell it: `files-field`, `core-picture` … */
    folder: varchar().notNull(),
    /** the field that it was uploaded for, or the one that first took it */
    fieldMetadataId: uuid().references(() => fieldMetadata.id, { onDelete: "set null" }),
    /** as its uploader called it; no part of any path */
    name: varchar().notNull(),
    /** with its dot and in small letters; "" for none */
    extension: varchar().notNull().default(""),
    /** found out from the bytes */
    mimeType: varchar().notNull().default("application/octet-stream"),
    /** bytes; what was announced until they are there */
    size: bigint({ mode: "number" }).notNull(),
    /** PENDING until its bytes come, RECEIVING while they do; EXPIRED when they may go at any moment */
    status: varchar().notNull().default("PENDING"),
    /** who uploaded it: a member, a key or an application */
    userWorkspaceId: uuid().references(() => userWorkspace.id, { onDelete: "set null" }),
    apiKeyId: uuid().references(() => apiKey.id, { onDelete: "set null" }),
    applicationId: uuid().references(() => application.id, { onDelete: "set null" }),
    /** when a record first took it */
    attachedAt: instant(),
    /** when it goes unless a record holds it by then; null when it was found to be held, until it is let go of */
    expiresAt: instant(),
    createdAt: createdAt(),
  },
  (table) => [
    check("CHK_FILE_STATUS", sql`${table.status} in ('PENDING', 'RECEIVING', 'STORED', 'EXPIRED')`),
    index("IDX_FILE_WORKSPACE_ID").on(table.workspaceId),
    index("IDX_FILE_FIELD_METADATA_ID").on(table.fieldMetadataId),
    index("IDX_FILE_EXPIRES_AT").on(table.expiresAt),
  ],
)

export const view = core.table(
  "view",
  {
    id: id(),
    name: varchar().notNull(),
    objectMetadataId: uuid()
      .notNull()
      .references(() => objectMetadata.id, { onDelete: "cascade" }),
    type: varchar().notNull().default("TABLE"),
    key: varchar(),
    icon: varchar().notNull(),
    position: real().notNull().default(0),
    isCompact: boolean().notNull().default(false),
    isCustom: boolean().notNull().default(true),
    openRecordIn: varchar().notNull().default("SIDE_PANEL"),
    visibility: varchar().notNull().default("WORKSPACE"),
    createdByUserWorkspaceId: uuid(),
    anyFieldFilterValue: varchar(),
    mainGroupByFieldMetadataId: uuid(),
    mainGroupByGranularity: varchar(),
    kanbanAggregateOperation: varchar(),
    kanbanAggregateOperationFieldMetadataId: uuid(),
    kanbanColumnWidth: integer(),
    shouldHideEmptyGroups: boolean().notNull().default(false),
    calendarLayout: varchar(),
    calendarFieldMetadataId: uuid(),
    workspaceId: uuid()
      .notNull()
      .references(() => workspace.id, { onDelete: "cascade" }),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    deletedAt: instant(),
  },
  (table) => [
    index("IDX_VIEW_WORKSPACE_ID_OBJECT_METADATA_ID").on(table.workspaceId, table.objectMetadataId),
    index("IDX_VIEW_OBJECT_METADATA_ID").on(table.objectMetadataId),
  ],
)

/** Columns of every part of a view. */
const viewPart = () => ({
  id: id(),
  viewId: uuid()
    .notNull()
    .references(() => view.id, { onDelete: "cascade" }),
  workspaceId: uuid()
    .notNull()
    .references(() => workspace.id, { onDelete: "cascade" }),
  createdAt: createdAt(),
  updatedAt: updatedAt(),
  deletedAt: instant(),
})

const viewedField = () =>
  uuid()
    .notNull()
    .references(() => fieldMetadata.id, { onDelete: "cascade" })

/** A section of a record's page. */
export const viewFieldGroup = core.table(
  "viewFieldGroup",
  {
    ...viewPart(),
    name: varchar().notNull(),
    position: real().notNull().default(0),
    isVisible: boolean().notNull().default(true),
  },
  (table) => [index("IDX_VIEW_FIELD_GROUP_VIEW_ID").on(table.viewId)],
)

export const viewField = core.table(
  "viewField",
  {
    ...viewPart(),
    fieldMetadataId: viewedField(),
    isVisible: boolean().notNull().default(true),
    position: real().notNull().default(0),
    size: integer().notNull().default(0),
    aggregateOperation: varchar(),
    viewFieldGroupId: uuid().references(() => viewFieldGroup.id, { onDelete: "set null" }),
  },
  (table) => [
    index("IDX_VIEW_FIELD_VIEW_ID").on(table.viewId),
    index("IDX_VIEW_FIELD_FIELD_METADATA_ID").on(table.fieldMetadataId),
    index("IDX_VIEW_FIELD_VIEW_FIELD_GROUP_ID").on(table.viewFieldGroupId),
  ],
)

export const viewFilterGroup = core.table(
  "viewFilterGroup",
  {
    ...viewPart(),
    parentViewFilterGroupId: uuid(),
    logicalOperator: varchar().notNull().default("AND"),
    positionInViewFilterGroup: integer(),
  },
  (table) => [index("IDX_VIEW_FILTER_GROUP_VIEW_ID").on(table.viewId)],
)

export const viewFilter = core.table(
  "viewFilter",
  {
    ...viewPart(),
    fieldMetadataId: viewedField(),
    operand: varchar().notNull(),
    value: jsonb().$type<Json>(),
    subFieldName: varchar(),
    viewFilterGroupId: uuid(),
    positionInViewFilterGroup: integer(),
    relationTargetFieldMetadataId: uuid(),
  },
  (table) => [
    index("IDX_VIEW_FILTER_VIEW_ID").on(table.viewId),
    index("IDX_VIEW_FILTER_FIELD_METADATA_ID").on(table.fieldMetadataId),
  ],
)

export const viewSort = core.table(
  "viewSort",
  {
    ...viewPart(),
    fieldMetadataId: viewedField(),
    direction: varchar().notNull().default("ASC"),
    subFieldName: varchar(),
  },
  (table) => [
    index("IDX_VIEW_SORT_VIEW_ID").on(table.viewId),
    index("IDX_VIEW_SORT_FIELD_METADATA_ID").on(table.fieldMetadataId),
  ],
)

export const viewGroup = core.table(
  "viewGroup",
  {
    ...viewPart(),
    fieldValue: varchar().notNull(),
    isVisible: boolean().notNull().default(true),
    position: real().notNull().default(0),
  },
  (table) => [index("IDX_VIEW_GROUP_VIEW_ID").on(table.viewId)],
)

/** What the menu of a workspace leads to, or that of one person. */
export const navigationMenuItem = core.table(
  "navigationMenuItem",
  {
    id: id(),
    workspaceId: uuid()
      .notNull()
      .references(() => workspace.id, { onDelete: "cascade" }),
    /** whose it is; null for everybody's */
    userWorkspaceId: uuid().references(() => userWorkspace.id, { onDelete: "cascade" }),
    type: varchar().notNull(),
    name: varchar(),
    icon: varchar(),
    color: varchar(),
    link: varchar(),
    position: real().notNull().default(0),
    folderId: uuid().references((): AnyPgColumn => navigationMenuItem.id, { onDelete: "cascade" }),
    targetObjectMetadataId: uuid().references(() => objectMetadata.id, { onDelete: "cascade" }),
    targetRecordId: uuid(),
    viewId: uuid().references(() => view.id, { onDelete: "cascade" }),
    pageLayoutId: uuid(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    index("IDX_NAVIGATION_MENU_ITEM_WORKSPACE_ID").on(table.workspaceId),
    index("IDX_NAVIGATION_MENU_ITEM_USER_WORKSPACE_ID").on(table.userWorkspaceId),
    index("IDX_NAVIGATION_MENU_ITEM_FOLDER_ID").on(table.folderId),
    index("IDX_NAVIGATION_MENU_ITEM_TARGET_OBJECT_ID").on(table.targetObjectMetadataId),
    index("IDX_NAVIGATION_MENU_ITEM_VIEW_ID").on(table.viewId),
  ],
)
