/**
 * A response of a SAML 2.0 identity provider → who it speaks of. node-saml checks the signatures; shape.ts makes sure that
 * there is only one thing they can mean, and every claim is read from the bytes that were signed, never from the response.
 */
import { SAML, ValidateInResponseTo } from "@node-saml/node-saml"
import { SignInRefusal } from "../sign-in-refusal.ts"
import { readAttributes, type SamlPerson } from "./attributes.ts"
import { checkShape, type Shape } from "./shape.ts"
import { attributeOf, childrenOf, isElement, nameOf, onlyChild, parseXml, textOf } from "./xml.ts"

export interface SamlProvider {
  /** the provider's entity id */
  issuer: string
  /** PEM; any of them may have signed */
  certificates: readonly string[]
  ssoUrl: string
}

/** Kith's own side, as the provider was told. */
export interface SamlService {
  entityId: string
  /** where responses are posted to */
  acsUrl: string
}

export interface VerifiedAssertion extends SamlPerson {
  id: string
  /** the request that it answers; undefined when nobody asked */
  inResponseTo: string | undefined
  /** milliseconds since 1970 after which it would be refused anyway */
  expiresAt: number
}

/** Milliseconds by which two clocks may differ. */
const skew = 120_000

/** Characters of base64. */
const maxSize = 256 * 1024

/** Throws {@link SignInRefusal}. `now` is in milliseconds since 1970. */
export async function verifyResponse(
  provider: SamlProvider,
  service: SamlService,
  encoded: string,
  now: number,
): Promise<VerifiedAssertion> {
  const response = parseXml(decode(encoded))
  const shape = checkShape(response)
  checkEnvelope(response, shape, provider, service)
  const assertion = parseXml(await signedAssertion(provider, service, encoded, shape))
  if (attributeOf(assertion, "ID") !== attributeOf(shape.assertion, "ID")) {
    throw new SignInRefusal("What was signed is another assertion")
  }
  if (!isElement(assertion, "assertion", "Assertion")) throw new SignInRefusal("What was signed is no assertion")
  if (textOf(onlyChild(assertion, "assertion", "Issuer")) !== provider.issuer) {
    throw new SignInRefusal("The assertion has another issuer")
  }
  checkConditions(assertion, service, now)
  checkSessions(assertion, now)
  const subject = onlyChild(assertion, "assertion", "Subject")
  const confirmation = checkConfirmation(subject, service, now)
  if (attributeOf(response, "InResponseTo") !== confirmation.inResponseTo) {
    throw new SignInRefusal("Response and assertion answer different requests")
  }
  return { id: attributeOf(assertion, "ID") ?? "", ...confirmation, ...readAttributes(assertion, subject) }
}

/** Exactly the one base64 of its bytes, and UTF-8: decoders differ in what else they forgive. */
function decode(encoded: string): string {
  if (encoded.length > maxSize) throw new SignInRefusal(`The response has ${encoded.length} characters`)
  const text = encoded.replaceAll(/\r?\n/g, "")
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text) || text.length % 4 !== 0) throw new SignInRefusal("The base64 is malformed")
  const bytes = atob(text)
  if (btoa(bytes) !== text) throw new SignInRefusal("The base64 has stray bits")
  try {
    const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })
    return utf8.decode(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)))
  } catch (error) {
    throw new SignInRefusal("The response is not UTF-8", error)
  }
}

/** The response around the assertion. It need not be signed itself, so all of this only adds to what the assertion says. */
function checkEnvelope(response: Element, shape: Shape, provider: SamlProvider, service: SamlService): void {
  const destination = attributeOf(response, "Destination")
  if (destination !== service.acsUrl && (destination !== undefined || shape.isResponseSigned)) {
    throw new SignInRefusal(`The response is meant for ${destination ?? "no address"}`)
  }
  const [issuer, ...others] = childrenOf(response, "assertion", "Issuer")
  if (others.length > 0 || (issuer && textOf(issuer) !== provider.issuer)) {
    throw new SignInRefusal("The response has another issuer")
  }
  const code = onlyChild(onlyChild(response, "protocol", "Status"), "protocol", "StatusCode")
  const status = attributeOf(code, "Value")
  if (status !== "urn:oasis:names:tc:SAML:2.0:status:Success") {
    throw new SignInRefusal(`The provider's status is ${status ?? "missing"}`)
  }
}

/** The assertion as it was signed. Whatever is signed has to be signed well. */
async function signedAssertion(
  { certificates }: SamlProvider,
  { acsUrl, entityId }: SamlService,
  encoded: string,
  { isAssertionSigned, isResponseSigned }: Shape,
): Promise<string> {
  const saml = new SAML({
    callbackUrl: acsUrl,
    issuer: entityId,
    idpCert: [...certificates],
    wantAssertionsSigned: isAssertionSigned,
    wantAuthnResponseSigned: isResponseSigned,
    // For whom and until when is read below, by this server's clock; the request is looked for by whoever knows the browser.
    audience: false,
    acceptedClockSkewMs: -1,
    validateInResponseTo: ValidateInResponseTo.never,
  })
  try {
    const { profile } = await saml.validatePostResponseAsync({ SAMLResponse: encoded })
    const xml = profile?.getAssertionXml?.()
    if (xml) return xml
  } catch (error) {
    throw new SignInRefusal(`node-saml refuses it: ${error instanceof Error ? error.message : "no reason"}`, error)
  }
  throw new SignInRefusal("Nothing signed was found")
}

const knownConditions = ["AudienceRestriction", "OneTimeUse", "ProxyRestriction"]

function checkConditions(assertion: Element, { entityId }: SamlService, now: number): void {
  const conditions = onlyChild(assertion, "assertion", "Conditions")
  checkTime(conditions, now)
  for (const child of Array.from(conditions.childNodes).filter((node) => node.nodeType === 1)) {
    const isKnown = knownConditions.some((name) => isElement(child, "assertion", name))
    if (!isKnown) throw new SignInRefusal(`The condition ${child.nodeName} is unknown`)
  }
  const restrictions = childrenOf(conditions, "assertion", "AudienceRestriction")
  if (restrictions.length === 0) throw new SignInRefusal("The assertion is for no audience")
  for (const restriction of restrictions) {
    const audiences = childrenOf(restriction, "assertion", "Audience").map(textOf)
    if (!audiences.includes(entityId))
      throw new SignInRefusal(`The assertion is for ${audiences.join(", ") || "nobody"}`)
  }
}

function checkSessions(assertion: Element, now: number): void {
  const statements = childrenOf(assertion, "assertion", "AuthnStatement")
  if (statements.length === 0) throw new SignInRefusal("The assertion does not say that anybody signed in")
  for (const statement of statements) {
    const end = attributeOf(statement, "SessionNotOnOrAfter")
    if (end !== undefined && instant(end) <= now - skew) throw new SignInRefusal("The provider's session has ended")
  }
}

/** Whoever bears the assertion may use it: here, now, and as the answer to one request. */
function checkConfirmation(subject: Element, { acsUrl }: SamlService, now: number) {
  const confirmation = onlyChild(subject, "assertion", "SubjectConfirmation")
  if (attributeOf(confirmation, "Method") !== "urn:oasis:names:tc:SAML:2.0:cm:bearer") {
    throw new SignInRefusal("The subject is not confirmed by bearing the assertion")
  }
  const data = onlyChild(confirmation, "assertion", "SubjectConfirmationData")
  const recipient = attributeOf(data, "Recipient")
  if (recipient !== acsUrl) throw new SignInRefusal(`The assertion is for the recipient ${recipient ?? "nobody"}`)
  checkTime(data, now)
  const end = attributeOf(data, "NotOnOrAfter")
  if (end === undefined) throw new SignInRefusal("The assertion never ends")
  return { inResponseTo: attributeOf(data, "InResponseTo"), expiresAt: instant(end) + skew }
}

function checkTime(element: Element, now: number): void {
  const [start, end] = [attributeOf(element, "NotBefore"), attributeOf(element, "NotOnOrAfter")]
  if (start !== undefined && instant(start) > now + skew)
    throw new SignInRefusal(`${nameOf(element)} holds from ${start}`)
  if (end !== undefined && instant(end) <= now - skew) throw new SignInRefusal(`${nameOf(element)} held until ${end}`)
}

function instant(text: string): number {
  const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(time)) throw new SignInRefusal("A time is malformed")
  return time
}
