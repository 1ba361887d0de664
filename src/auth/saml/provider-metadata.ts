/** The metadata that an identity provider publishes → what Kith keeps of it; and certificates as people paste them. */
import { importX509 } from "jose"
import { badInput } from "../../errors.ts"
import { SignInRefusal } from "../sign-in-refusal.ts"
import type { SamlProvider } from "./response.ts"
import { attributeOf, childrenOf, elementsIn, isElement, nameOf, parseXml, textOf } from "./xml.ts"

const redirectBinding = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"

/** Throws BAD_USER_INPUT with what is missing. */
export async function parseProviderMetadata(text: string): Promise<SamlProvider> {
  if (text.length > 1024 * 1024) throw badInput("The metadata is larger than 1 MB", "INVALID_INPUT")
  const entity = entityOf(text)
  const descriptors = childrenOf(entity, "metadata", "IDPSSODescriptor")
  const [provider] = descriptors
  if (!provider || descriptors.length > 1) throw badMetadata("it describes no identity provider, or several")
  const address = childrenOf(provider, "metadata", "SingleSignOnService").find(
    (each) => attributeOf(each, "Binding") === redirectBinding,
  )
  const issuer = attributeOf(entity, "entityID")
  const ssoUrl = address && attributeOf(address, "Location")
  if (!issuer || !ssoUrl)
    throw badMetadata("entityID or a SingleSignOnService with the HTTP-Redirect binding is missing")
  const keys = childrenOf(provider, "metadata", "KeyDescriptor").filter(
    (each) => (attributeOf(each, "use") ?? "signing") === "signing",
  )
  const certificates = keys.flatMap((key) =>
    elementsIn(key).filter((each) => isElement(each, "signature", "X509Certificate")),
  )
  return { issuer, ssoUrl, certificates: await usableCertificates(certificates.map(textOf)) }
}

/** Comments are common here, and whoever uploads metadata may say in it whatever they like. */
function entityOf(text: string): Element {
  try {
    const root = parseXml(text.replaceAll(/<!--.*?-->/gs, "").trim())
    if (isElement(root, "metadata", "EntityDescriptor")) return root
    throw badMetadata(`it begins with ${nameOf(root)}; upload the EntityDescriptor of one provider`)
  } catch (error) {
    throw error instanceof SignInRefusal ? badMetadata(error.reason) : error
  }
}

function badMetadata(problem: string): Error {
  return badInput(`The metadata cannot be used: ${problem}`, "INVALID_INPUT")
}

/** One or several in PEM, or the base64 of one alone, → PEM. Throws BAD_USER_INPUT. */
export function parseCertificates(text: string): Promise<string[]> {
  const inPem = [...text.matchAll(/-----BEGIN CERTIFICATE-----(.*?)-----END CERTIFICATE-----/gs)].map(
    ([, body]) => body!,
  )
  return usableCertificates(inPem.length > 0 ? inPem : [text])
}

async function usableCertificates(bodies: readonly string[]): Promise<string[]> {
  const found = [...new Set(bodies.map((each) => each.replaceAll(/\s/g, "")).filter(Boolean))].map(asPem)
  if (found.length === 0) throw badInput("The certificate is missing", "INVALID_INPUT")
  for (const pem of found) await requireRsa(pem)
  return found
}

const asPem = (body: string) =>
  `-----BEGIN CERTIFICATE-----\n${body.match(/.{1,64}/g)?.join("\n")}\n-----END CERTIFICATE-----`

async function requireRsa(pem: string): Promise<void> {
  try {
    const key = await importX509(pem, "RS256", { extractable: true })
    const { modulusLength = 0 } = key.algorithm as Partial<RsaHashedKeyAlgorithm>
    if (modulusLength >= 2048) return
  } catch (error) {
    throw badInput("The certificate is not an X.509 certificate of an RSA key", "INVALID_INPUT", { cause: error })
  }
  throw badInput("The certificate's key has fewer than 2048 bits", "INVALID_INPUT")
}

/** Does one of the certificates have this SHA-256 or SHA-1 fingerprint? */
export async function hasFingerprint(certificates: readonly string[], fingerprint: string): Promise<boolean> {
  const wanted = fingerprint.replaceAll(/[:\s]/g, "").toLowerCase()
  const hash = wanted.length === 40 ? "SHA-1" : "SHA-256"
  for (const pem of certificates) {
    const der = Uint8Array.from(atob(pem.replaceAll(/-----[A-Z ]+-----|\s/g, "")), (sign) => sign.charCodeAt(0))
    const bytes = new Uint8Array(await crypto.subtle.digest(hash, der))
    if (Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("") === wanted) return true
  }
  return false
}
