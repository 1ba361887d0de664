/** The roles of the workspace, as lists of choices need them. */
import type { Choice } from "../../ui/select.tsx"

export interface RoleName {
  id: string
  label: string
  canBeAssignedToUsers: boolean
  canBeAssignedToApiKeys: boolean
}

export const roleNames = "getRoles { id label canBeAssignedToUsers canBeAssignedToApiKeys }"

export const rolesForPeople = (roles: readonly RoleName[]): Choice[] =>
  roles.filter((role) => role.canBeAssignedToUsers).map(choiceOf)

export const rolesForKeys = (roles: readonly RoleName[]): Choice[] =>
  roles.filter((role) => role.canBeAssignedToApiKeys).map(choiceOf)

const choiceOf = ({ id, label }: RoleName): Choice => ({ value: id, label })
