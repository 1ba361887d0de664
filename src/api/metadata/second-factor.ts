/** Second factors on `/metadata`. */
import { addPasskey, passkeyCreation, relyingParty } from "../../accounts/passkeys.ts"
import { requireProof, type Proof } from "../../accounts/proof.ts"
import { replaceRecoveryCodes } from "../../accounts/recovery-codes.ts"
import {
  enterWithCode,
  enterWithPasskey,
  provisionDuringSignIn,
  requestPasskey,
} from "../../accounts/second-factor-sign-in.ts"
import { hasSecondFactor } from "../../accounts/second-factor-rule.ts"
import { getWorkspace } from "../../accounts/sign-in.ts"
import { confirmTotp, deleteMethod, provisionTotp, renameMethod } from "../../accounts/two-factor-methods.ts"
import { requirePerson, type Person } from "../../auth/principal.ts"
import { confirmSession, type SecondFactor } from "../../auth/sessions.ts"
import { badInput } from "../../errors.ts"
import { getUser, presentTokens } from "./present-accounts.ts"
import { presentMethod } from "./present-second-factors.ts"
import { currentPrincipal, type MetadataRequest } from "./request.ts"

interface OriginArgument {
  origin?: string | null
}

export function secondFactorResolvers(request: MetadataRequest) {
  const { services } = request

  const proven = async (proof: Proof): Promise<Person> => requireProof(services, await currentPrincipal(request), proof)

  const person = async (): Promise<Person> => {
    const principal = await currentPrincipal(request)
    requirePerson(principal)
    return principal
  }

  const partyOf = async ({ workspaceId }: Person, origin: string | null | undefined) =>
    relyingParty(services, await getWorkspace(services, workspaceId), origin)

  const confirmWith = (factor: SecondFactor, { credential }: Person) =>
    confirmSession(services.db, credential.id, factor)

  return {
    // --- signing in
    async initiateOTPProvisioning({ loginToken }: { loginToken: string }) {
      return { uri: await provisionDuringSignIn(services, loginToken) }
    },
    async getAuthTokensFromOTP({ loginToken, otp }: { loginToken: string; otp: string }) {
      const { tokens, recoveryCodes } = await enterWithCode(services, loginToken, otp)
      return { tokens: presentTokens(tokens), recoveryCodes }
    },
    async initiatePasskeyVerification({ loginToken, origin }: { loginToken: string } & OriginArgument) {
      return { options: await requestPasskey(services, loginToken, origin) }
    },
    async getAuthTokensFromPasskey(args: { loginToken: string; credential: unknown } & OriginArgument) {
      const { loginToken, credential: response, origin } = args
      return { tokens: presentTokens(await enterWithPasskey(services, loginToken, { response, origin })) }
    },

    // --- one's own
    async initiateOTPProvisioningForAuthenticatedUser(proof: Proof) {
      const { userId } = await proven(proof)
      return { uri: await provisionTotp(services, await getUser(services, userId)) }
    },
    async verifyTwoFactorAuthenticationMethodForAuthenticatedUser({ otp }: { otp: string }) {
      const own = await person()
      const { recoveryCodes } = await confirmTotp(services, own.userId, otp)
      await confirmWith("TOTP", own)
      return { success: true, recoveryCodes }
    },
    async deleteTwoFactorAuthenticationMethod(args: { twoFactorAuthenticationMethodId: string } & Proof) {
      const { twoFactorAuthenticationMethodId: id, ...proof } = args
      const { userId } = await proven(proof)
      await deleteMethod(services, userId, id)
      return { success: true }
    },
    async renameTwoFactorAuthenticationMethod(args: { twoFactorAuthenticationMethodId: string; name: string }) {
      const { userId } = await person()
      return presentMethod(await renameMethod(services, userId, args.twoFactorAuthenticationMethodId, args.name))
    },
    async generateRecoveryCodes(proof: Proof) {
      const { userId } = await proven(proof)
      if (!(await hasSecondFactor(services, userId))) {
        throw badInput("Set up a second factor first", "TWO_FACTOR_AUTHENTICATION_METHOD_NOT_FOUND")
      }
      return { recoveryCodes: await services.db.transaction((tx) => replaceRecoveryCodes(tx, userId)) }
    },
    async initiatePasskeyRegistration({ origin, ...proof }: OriginArgument & Proof) {
      const own = await proven(proof)
      const party = await partyOf(own, origin)
      return { options: await passkeyCreation(services, await getUser(services, own.userId), party) }
    },
    async verifyPasskeyRegistration(args: { credential: unknown; name: string } & OriginArgument) {
      const { credential: response, name, origin } = args
      const own = await person()
      const party = await partyOf(own, origin)
      const { method, recoveryCodes } = await addPasskey(services, own.userId, { party, response, name })
      await confirmWith("PASSKEY", own)
      return { method: presentMethod(method), recoveryCodes }
    },
  }
}
