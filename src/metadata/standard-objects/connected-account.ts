import type { ObjectDefinition } from "../definition.ts"
import { array, dateTime, manyToOne, rawJson, readOnly, system, text } from "./fields.ts"

export const connectedAccount: ObjectDefinition = {
  nameSingular: "connectedAccount",
  namePlural: "connectedAccounts",
  labelSingular: "Connected Account",
  labelPlural: "Connected Accounts",
  description: "A member's account at a mail or calendar provider",
  icon: "IconPlugConnected",
  isSystem: true,
  isUICreatable: false,
  labelField: "handle",
  fields: {
    ...readOnly({
      handle: text("Handle", { description: "Email address or user name", icon: "IconAt" }),
      provider: text("Provider", { description: "Such as google, microsoft or imap_smtp_caldav", icon: "IconCloud" }),
      handleAliases: array("Handle aliases", { description: "Other addresses of the account", icon: "IconAt" }),
      scopes: array("Scopes", { description: "What the provider allows", icon: "IconShieldCheck" }),
      authFailedAt: dateTime("Sign-in failed at", { icon: "IconX" }),
      lastCredentialsRefreshedAt: dateTime("Credentials refreshed at", { icon: "IconHistory" }),
      lastSyncHistoryId: text("Last sync history id", { icon: "IconHistory" }),
      accountOwner: manyToOne("Account owner", {
        description: "Member whose account it is",
        icon: "IconUserCircle",
        isNullable: false,
        to: "workspaceMember",
        inverse: ["connectedAccounts", "Connected accounts", "IconPlugConnected"],
        isInverseUIEditable: false,
        onDelete: "CASCADE",
      }),
    }),
    ...system({
      accessToken: text("Access token", { icon: "IconKey" }),
      refreshToken: text("Refresh token", { icon: "IconKey" }),
      connectionParameters: rawJson("Connection parameters", {
        description: "Servers and credentials of IMAP, SMTP and CalDAV",
        icon: "IconSettings",
      }),
    }),
  },
}
