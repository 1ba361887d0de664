/** Forgotten passwords on `/metadata`. */
import { checkPasswordReset, requestPasswordReset, resetPassword } from "../../accounts/password-reset.ts"
import type { MetadataRequest } from "./request.ts"

export function passwordResolvers({ services }: MetadataRequest) {
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
  }
}
