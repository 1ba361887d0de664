/** The pages of the settings in the order of their drawer, and whose they are. */
import {
  Blocks,
  Building2,
  Database,
  FlaskConical,
  KeyRound,
  MailPlus,
  Palette,
  ScrollText,
  ShieldCheck,
  UserRound,
  Users,
  type LucideIcon,
} from "lucide-preact"
import { workspace } from "../../shell/workspace.ts"

export type PageName =
  | "profile"
  | "experience"
  | "general"
  | "members"
  | "invitations"
  | "objects"
  | "roles"
  | "audit-log"
  | "api-keys"
  | "sql-logins"
  | "playground"

export interface SettingsPage {
  /** the part of its address behind /settings/ */
  name: PageName
  group: "user" | "workspace" | "developers"
  icon: LucideIcon
  /** of the role; without it the page is everybody's */
  permission?: string
}

const pages: readonly SettingsPage[] = [
  { name: "profile", group: "user", icon: UserRound },
  { name: "experience", group: "user", icon: Palette },
  { name: "general", group: "workspace", icon: Building2, permission: "WORKSPACE" },
  { name: "members", group: "workspace", icon: Users, permission: "WORKSPACE_MEMBERS" },
  { name: "invitations", group: "workspace", icon: MailPlus, permission: "WORKSPACE_MEMBERS" },
  { name: "roles", group: "workspace", icon: ShieldCheck, permission: "ROLES" },
  { name: "objects", group: "workspace", icon: Blocks, permission: "DATA_MODEL" },
  { name: "audit-log", group: "workspace", icon: ScrollText, permission: "SECURITY" },
  { name: "api-keys", group: "developers", icon: KeyRound, permission: "API_KEYS_AND_WEBHOOKS" },
  { name: "sql-logins", group: "developers", icon: Database, permission: "SECURITY" },
  { name: "playground", group: "developers", icon: FlaskConical, permission: "API_KEYS_AND_WEBHOOKS" },
]

export const groups = ["user", "workspace", "developers"] as const

export const isPermitted = ({ permission }: SettingsPage) =>
  permission === undefined || (workspace.value?.permissions.has(permission) ?? false)

export const permittedPages = () => pages.filter(isPermitted)

/** @param path such as /settings/roles/…; undefined where no page is behind it */
export function pageAt(path: string): SettingsPage | undefined {
  const name = path.split("/")[2]
  return pages.find((page) => page.name === name)
}
