/** Making a passkey: the server's options go to the browser, and what that makes of them back to the server. */
import type { Answer } from "../../../api/send.ts"
import { change } from "../answered.ts"
import type { Proof } from "./proof.tsx"

type Options = Parameters<typeof PublicKeyCredential.parseCreationOptionsFromJSON>[0]

/** Where a page is not served safely there are none. */
export const hasPasskeys = () => typeof PublicKeyCredential === "function" && "credentials" in navigator

export async function passkeyOptions(proof: Proof): Promise<Answer<Options>> {
  const { data, error } = await change<{ initiatePasskeyRegistration: { options: Options } }>(
    `mutation ($origin: String, $password: String, $otp: String) {
      initiatePasskeyRegistration(origin: $origin, password: $password, otp: $otp) { options }
    }`,
    { origin: location.origin, ...proof },
  )
  return error ? { data: null, error } : { data: data.initiatePasskeyRegistration.options, error: null }
}

/** Null where the person or their device did not want to. */
export async function makePasskey(options: Options): Promise<PublicKeyCredential | null> {
  try {
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options)
    return (await navigator.credentials.create({ publicKey })) as PublicKeyCredential | null
  } catch (error) {
    if (error instanceof DOMException) return null
    throw error
  }
}

export async function keepPasskey(credential: PublicKeyCredential, name: string): Promise<Answer<string[] | null>> {
  const { data, error } = await change<{ verifyPasskeyRegistration: { recoveryCodes: string[] | null } }>(
    `mutation ($credential: JSON!, $name: String!, $origin: String) {
      verifyPasskeyRegistration(credential: $credential, name: $name, origin: $origin) { recoveryCodes }
    }`,
    { credential: credential.toJSON() as unknown, name, origin: location.origin },
  )
  return error ? { data: null, error } : { data: data.verifyPasskeyRegistration.recoveryCodes, error: null }
}
