export interface Member {
  id: string
  name: { firstName: string; lastName: string }
  userEmail: string
  roles: { id: string; label: string }[] | null
}

/** Whoever has not said their name is known by their address. */
export const nameOf = ({ name, userEmail }: Member) => `${name.firstName} ${name.lastName}`.trim() || userEmail
