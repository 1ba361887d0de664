/** Second factors as `/metadata` shows them to their person. */
import { countRecoveryCodes } from "../../accounts/recovery-codes.ts"
import type { Services } from "../../accounts/services.ts"
import { listMethods, type Method } from "../../accounts/two-factor-methods.ts"

export function presentSecondFactors({ db }: Services, userId: string) {
  return {
    twoFactorAuthenticationMethodSummary: async () => (await listMethods(db, userId)).map(presentMethod),
    recoveryCodesLeft: () => countRecoveryCodes(db, userId),
  }
}

export const presentMethod = ({ id, ...method }: Method) => ({ ...method, twoFactorAuthenticationMethodId: id })
