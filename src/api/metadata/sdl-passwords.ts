/** Passwords in the schema of `/metadata`. */
export const passwordsSdl = /* GraphQL */ `
  type EmailPasswordResetLink {
    success: Boolean!
  }
  type ValidatePasswordResetToken {
    id: UUID!
    email: String!
  }
  type InvalidatePassword {
    success: Boolean!
  }

  extend type Query {
    validatePasswordResetToken(passwordResetToken: String!): ValidatePasswordResetToken!
  }
  extend type Mutation {
    "the answer is the same whether there is such an account or not"
    emailPasswordResetLink(email: String!, workspaceId: UUID): EmailPasswordResetLink!
    "signs the person out everywhere"
    updatePasswordViaResetToken(passwordResetToken: String!, newPassword: String!): InvalidatePassword!
    "for whoever knows the present one; signs the person out everywhere else, unless told not to"
    updatePassword(password: String!, newPassword: String!, signOutOtherSessions: Boolean! = true): InvalidatePassword!
  }
`
