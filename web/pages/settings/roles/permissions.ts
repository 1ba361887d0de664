/** Parts of the settings and tools that a role may be granted, by their names on the wire. A test compares them with the server's. */
export const settingFlags = [
  "WORKSPACE",
  "WORKSPACE_MEMBERS",
  "ROLES",
  "DATA_MODEL",
  "SECURITY",
  "API_KEYS_AND_WEBHOOKS",
  "LAYOUTS",
  "WORKFLOWS",
  "APPLICATIONS",
  "MARKETPLACE_APPS",
  "AI_SETTINGS",
  "BILLING",
  "IMPERSONATE",
  "SSO_BYPASS",
] as const

export const toolFlags = [
  "IMPORT_CSV",
  "EXPORT_CSV",
  "VIEWS",
  "UPLOAD_FILE",
  "DOWNLOAD_FILE",
  "PROFILE_INFORMATION",
  "CONNECTED_ACCOUNTS",
  "SEND_EMAIL_TOOL",
  "CREATE_CALENDAR_EVENT_TOOL",
  "AI",
  "HTTP_REQUEST_TOOL",
  "CODE_INTERPRETER_TOOL",
] as const

export type Flag = (typeof settingFlags)[number] | (typeof toolFlags)[number]

export const flags: readonly Flag[] = [...settingFlags, ...toolFlags]
