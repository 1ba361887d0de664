/** Passwords on `/metadata`: forgotten ones, and others for those who know theirs. */
import { changePassword } from "../../accounts/password-change.ts"
import { checkPasswordReset, requestPasswordReset, resetPassword } from "../../accounts/password-reset.ts"
import { currentConfirmedSession, type MetadataRequest } from "./request.ts"

interface ChangeArguments {
  password: string
  newPassword: string
  signOutOtherSessions: boolean
}

export function passwordResolvers(request: MetadataRequest) {
  const { services } = request
  return {
    async emailPasswordResetLink({ email }: { email: string }) {
      await requestPasswordReset(services, email)
      return { success: true }
    },
    validatePasswordResetToken: ({ passwordResetToken }: { passwordResetToken: string }) =>
      checkPasswordReset(services, passwordResetToken),
    async updatePasswordViaResetToken(args: { passwordResetToken: string; newPassword: string }) {
      await resetPassword(services, args.passwordResetToken, args.newPassword)
      return { success: true }
    },
    async updatePassword({ signOutOtherSessions: signsOutOthers, ...passwords }: ChangeArguments) {
      const session = await currentConfirmedSession(request)
      await changePassword(services, session, { ...passwords, signsOutOthers })
      return { success: true }
    },
  }
}
