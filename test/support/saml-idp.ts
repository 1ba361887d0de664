/** A SAML 2.0 identity provider from npm, and whatever somebody without its key can make of what it says. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { Constants, IdentityProvider, ServiceProvider, setSchemaValidator } from "samlify"
import { SignedXml } from "xml-crypto"

// samlify asks for one; what is under test here reads for itself.
setSchemaValidator({ validate: () => Promise.resolve("not looked at") })

const pem = (name: string) => readFileSync(join(import.meta.dirname, "../data", name), "utf8")

export const idpKeys = { key: pem("saml-idp.key.pem"), cert: pem("saml-idp.cert.pem") }
export const otherKeys = { key: pem("saml-other.key.pem"), cert: pem("saml-other.cert.pem") }

export const idpIssuer = "https://idp.example.com/saml"
export const idpUrl = "https://idp.example.com/saml/sign-in"

/** Everything that a response says. Attacks change it before it is signed. */
export interface Said {
  responseId: string
  assertionId: string
  issuer: string
  assertionIssuer: string
  destination: string
  recipient: string
  audience: string
  nameId: string
  nameIdFormat: string
  email: string
  firstName: string
  lastName: string
  status: string
  version: string
  /** text of attributes, with a leading space; "" when nobody asked */
  inResponseTo: string
  confirmedInResponseTo: string
  method: string
  issueInstant: string
  notBefore: string
  notOnOrAfter: string
  confirmedUntil: string
  sessionEnd: string
  /** further XML in the assertion's statements */
  statements: string
}

export const minutes = (count: number) => new Date(Date.now() + count * 60_000).toISOString()

/** What an honest provider says of a person to one service. */
export function honest(service: { entityId: string; acsUrl: string }, email: string, requestId?: string): Said {
  const answered = requestId === undefined ? "" : ` InResponseTo="${requestId}"`
  return {
    responseId: `_${crypto.randomUUID()}`,
    assertionId: `_${crypto.randomUUID()}`,
    issuer: idpIssuer,
    assertionIssuer: idpIssuer,
    destination: service.acsUrl,
    recipient: service.acsUrl,
    audience: service.entityId,
    nameId: email,
    nameIdFormat: "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress",
    email,
    firstName: "Katherine",
    lastName: "Johnson",
    status: "urn:oasis:names:tc:SAML:2.0:status:Success",
    version: "2.0",
    inResponseTo: answered,
    confirmedInResponseTo: answered,
    method: "urn:oasis:names:tc:SAML:2.0:cm:bearer",
    issueInstant: minutes(0),
    notBefore: minutes(-5),
    notOnOrAfter: minutes(5),
    confirmedUntil: minutes(5),
    sessionEnd: minutes(60),
    statements: "",
  }
}

/** A response that nobody has signed yet. */
export function unsigned(said: Said): string {
  return `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="${said.responseId}" Version="${said.version}" IssueInstant="${said.issueInstant}" Destination="${said.destination}"${said.inResponseTo}><saml:Issuer>${said.issuer}</saml:Issuer><samlp:Status><samlp:StatusCode Value="${said.status}"/></samlp:Status><saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="${said.assertionId}" Version="${said.version}" IssueInstant="${said.issueInstant}"><saml:Issuer>${said.assertionIssuer}</saml:Issuer><saml:Subject><saml:NameID Format="${said.nameIdFormat}">${said.nameId}</saml:NameID><saml:SubjectConfirmation Method="${said.method}"><saml:SubjectConfirmationData NotOnOrAfter="${said.confirmedUntil}" Recipient="${said.recipient}"${said.confirmedInResponseTo}/></saml:SubjectConfirmation></saml:Subject><saml:Conditions NotBefore="${said.notBefore}" NotOnOrAfter="${said.notOnOrAfter}"><saml:AudienceRestriction><saml:Audience>${said.audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions><saml:AuthnStatement AuthnInstant="${said.issueInstant}" SessionNotOnOrAfter="${said.sessionEnd}"><saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement><saml:AttributeStatement><saml:Attribute Name="email"><saml:AttributeValue>${said.email}</saml:AttributeValue></saml:Attribute><saml:Attribute Name="firstName"><saml:AttributeValue>${said.firstName}</saml:AttributeValue></saml:Attribute><saml:Attribute Name="lastName"><saml:AttributeValue>${said.lastName}</saml:AttributeValue></saml:Attribute></saml:AttributeStatement>${said.statements}</saml:Assertion></samlp:Response>`
}

export type Signed = "assertion" | "response" | "both"

/** As samlify signs it. */
export async function respond(said: Said, signed: Signed = "assertion"): Promise<string> {
  const provider = IdentityProvider({
    entityID: idpIssuer,
    privateKey: idpKeys.key,
    signingCert: idpKeys.cert,
    isAssertionEncrypted: false,
    messageSigningOrder: "sign-then-encrypt",
    singleSignOnService: [{ Binding: Constants.namespace.binding.redirect, Location: idpUrl }],
    singleLogoutService: [{ Binding: Constants.namespace.binding.redirect, Location: idpUrl }],
    loginResponseTemplate: { context: unsigned(said), attributes: [] },
  })
  const service = ServiceProvider({
    entityID: said.audience,
    wantAssertionsSigned: signed !== "response",
    wantMessageSigned: signed !== "assertion",
    assertionConsumerService: [{ Binding: Constants.namespace.binding.post, Location: said.recipient }],
  })
  const context = unsigned(said)
  const answer = await provider.createLoginResponse(service, { extract: {} }, "post", {}, () => ({
    id: said.responseId,
    context,
  }))
  return Buffer.from(answer.context, "base64").toString("utf8")
}

/** The provider's own metadata, as its admins would export it. */
export function providerMetadata(): string {
  return IdentityProvider({
    entityID: idpIssuer,
    signingCert: idpKeys.cert,
    singleSignOnService: [{ Binding: Constants.namespace.binding.redirect, Location: idpUrl }],
    singleLogoutService: [{ Binding: Constants.namespace.binding.redirect, Location: idpUrl }],
  }).getMetadata()
}

export interface Signing {
  key: string
  cert?: string
  target: "Assertion" | "Response"
  signature?: string
  digest?: string
  canonicalization?: string
  transforms?: string[]
  /** puts the certificate into KeyInfo */
  showsCertificate?: boolean
}

const sha256 = {
  signature: "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
  digest: "http://www.w3.org/2001/04/xmlenc#sha256",
}

export const exclusive = "http://www.w3.org/2001/10/xml-exc-c14n#"
export const enveloped = "http://www.w3.org/2000/09/xmldsig#enveloped-signature"

/** As anybody who has a key can sign it. */
export function sign(xml: string, { key, cert, target, ...how }: Signing): string {
  const signer = new SignedXml({
    privateKey: key,
    publicCert: cert,
    signatureAlgorithm: how.signature ?? sha256.signature,
    canonicalizationAlgorithm: (how.canonicalization ?? exclusive) as typeof exclusive,
    ...(!how.showsCertificate && { getKeyInfoContent: () => null }),
  })
  const xpath = `//*[local-name(.)='${target}']`
  signer.addReference({
    xpath,
    digestAlgorithm: how.digest ?? sha256.digest,
    transforms: how.transforms ?? [enveloped, exclusive],
  })
  signer.computeSignature(xml, {
    prefix: "ds",
    location: { reference: `${xpath}/*[local-name(.)='Issuer']`, action: "after" },
  })
  return signer.getSignedXml()
}

export const base64 = (text: string) => Buffer.from(text, "utf8").toString("base64")
