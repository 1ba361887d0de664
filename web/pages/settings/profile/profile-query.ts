export interface SecondFactor {
  twoFactorAuthenticationMethodId: string
  status: string
  strategy: string
  name: string
  createdAt: string
  lastUsedAt: string | null
}

export interface OwnSession {
  id: string
  createdAt: string
  renewedAt: string | null
  userAgent: string | null
  address: string | null
  isCurrent: boolean
  isImpersonating: boolean
}

export interface SecondFactorSummary {
  twoFactorAuthenticationMethodSummary: SecondFactor[] | null
  recoveryCodesLeft: number | null
}

export interface Person {
  email: string
  hasPassword: boolean
  workspaceMember: { id: string; name: { firstName: string; lastName: string } }
  currentUserWorkspace: SecondFactorSummary
}

export interface Profile {
  currentUser: Person
  currentUserSessions: OwnSession[]
}

export const profileQuery = `{
  currentUser {
    email
    hasPassword
    workspaceMember { id name { firstName lastName } }
    currentUserWorkspace {
      twoFactorAuthenticationMethodSummary {
        twoFactorAuthenticationMethodId status strategy name createdAt lastUsedAt
      }
      recoveryCodesLeft
    }
  }
  currentUserSessions { id createdAt renewedAt userAgent address isCurrent isImpersonating }
}`
