/**
 * Attacks on SAML, each made of a response that is accepted as it is. Mallory is a member with an assertion of her own; she wants
 * to be the victim, or at least to use what was not meant for this place, this time, or a second time.
 */
import {
  base64,
  enveloped,
  exclusive,
  idpKeys,
  minutes,
  otherKeys,
  respond,
  sign,
  unsigned,
  type Said,
  type Signed,
} from "../support/saml-idp.ts"

export interface Kit {
  /** what the honest provider says of Mallory */
  said: Said
  victim: string
  /** that response, which is accepted */
  xml: string
  /** the assertion in it, its signature, and the assertion without that */
  assertion: string
  signature: string
  bare: string
  /** an assertion of Mallory's making: the victim's name, another id, no signature */
  evil: string
  /** the provider itself says something else, and signs it */
  say(changes: Partial<Said>, signed?: Signed): Promise<string>
}

export interface Attack {
  name: string
  /** what the log says */
  reason: RegExp
  mutate(kit: Kit): string | Promise<string>
  /** the form's field from the XML; base64 when left out */
  encode?(xml: string): string
  /** what the provider signs in the response that is accepted; the assertion when left out */
  signed?: Signed
}

const pattern = {
  assertion: /<saml:Assertion\b.*<\/saml:Assertion>/s,
  signature: /<ds:Signature\b.*?<\/ds:Signature>/s,
}

export async function createKit(said: Said, victim: string, signed: Signed = "assertion"): Promise<Kit> {
  const xml = await respond(said, signed)
  const assertion = pattern.assertion.exec(xml)![0]
  const signature = pattern.signature.exec(signed === "response" ? xml : assertion)![0]
  const bare = assertion.replace(pattern.signature, "")
  const evil = bare.replace(said.assertionId, "_evil").replaceAll(`>${said.email}<`, `>${victim}<`)
  return {
    said,
    victim,
    xml,
    assertion,
    signature,
    bare,
    evil,
    say: (changes, how = signed) => respond({ ...said, ...changes }, how),
  }
}

const fresh = () => `_${crypto.randomUUID()}`

/** The provider signs all of it well, and says what it should not. */
const says = (name: string, reason: RegExp, changes: (kit: Kit) => Partial<Said>): Attack => ({
  name,
  reason,
  mutate: (kit) => kit.say({ responseId: fresh(), assertionId: fresh(), ...changes(kit) }),
})

/** Somebody changed the text on its way. */
const edits = (name: string, reason: RegExp, edit: (kit: Kit) => string, signed?: Signed): Attack => ({
  name,
  reason,
  mutate: edit,
  ...(signed && { signed }),
})

/** The provider's own key under a signature that is made in another way. */
const signs = (
  name: string,
  reason: RegExp,
  how: Partial<Parameters<typeof sign>[1]>,
  change = (xml: string) => xml,
): Attack => ({
  name,
  reason,
  mutate: ({ said }) =>
    change(
      sign(unsigned({ ...said, responseId: fresh(), assertionId: fresh() }), {
        key: idpKeys.key,
        target: "Assertion",
        ...how,
      }),
    ),
})

const into = (signature: string, content: string) =>
  signature.replace("</ds:Signature>", `<ds:Object>${content}</ds:Object></ds:Signature>`)

/** By the names of "On Breaking SAML" and SAML Raider. */
const wrapping: Attack[] = [
  edits(
    "XSW1: the signed response inside the signature of an evil one",
    /has \d of|elsewhere|object|responses|assertions/,
    ({ xml, said, signature, victim }) => {
      const original = xml.replace(signature, "")
      const evil = xml.replace(said.responseId, "_evilResponse").replaceAll(`>${said.email}<`, `>${victim}<`)
      return evil.replace("</ds:Signature>", `${original.replace(/<\?xml[^>]*>/, "")}</ds:Signature>`)
    },
    "response",
  ),
  edits(
    "XSW2: the signed response beside the signature in an evil one",
    /responses|assertions|has \d of/,
    ({ xml, said, signature, victim }) => {
      const original = xml.replace(signature, "")
      const evil = original.replace(said.responseId, "_evilResponse").replaceAll(`>${said.email}<`, `>${victim}<`)
      return evil.replace("<samlp:Status>", `${original}${signature}<samlp:Status>`)
    },
    "response",
  ),
  edits("XSW3: an evil assertion before the signed one", /2 assertions/, ({ xml, assertion, evil }) =>
    xml.replace(assertion, `${evil}${assertion}`),
  ),
  edits("XSW4: the signed assertion inside an evil one", /2 assertions/, ({ xml, assertion, evil }) =>
    xml.replace(assertion, evil.replace("</saml:Assertion>", `${assertion}</saml:Assertion>`)),
  ),
  edits(
    "XSW5: the signature in an evil assertion, the signed one behind it",
    /2 assertions/,
    ({ xml, assertion, bare, evil, signature }) =>
      xml.replace(assertion, `${evil.replace("<saml:Subject>", `${signature}<saml:Subject>`)}${bare}`),
  ),
  edits(
    "XSW6: the signed assertion inside its signature in an evil one",
    /2 assertions|object/,
    ({ xml, assertion, bare, evil, signature }) =>
      xml.replace(
        assertion,
        evil.replace(
          "<saml:Subject>",
          `${signature.replace("</ds:Signature>", `${bare}</ds:Signature>`)}<saml:Subject>`,
        ),
      ),
  ),
  edits(
    "XSW7: an evil assertion with the same id in an extension",
    /same id|2 assertions/,
    ({ xml, assertion, evil, said }) =>
      xml.replace(
        assertion,
        `<samlp:Extensions>${evil.replace("_evil", said.assertionId)}</samlp:Extensions>${assertion}`,
      ),
  ),
  edits(
    "XSW8: the signed assertion in an object of the signature of an evil one",
    /object|2 assertions/,
    ({ xml, assertion, bare, evil, signature }) =>
      xml.replace(assertion, evil.replace("<saml:Subject>", `${into(signature, bare)}<saml:Subject>`)),
  ),
  edits(
    "XSW3 in a response that is signed as well",
    /2 assertions/,
    ({ xml, assertion, evil }) => xml.replace(assertion, `${evil}${assertion}`),
    "both",
  ),
  edits("an unsigned assertion behind the signed one", /2 assertions/, ({ xml, assertion, evil }) =>
    xml.replace(assertion, `${assertion}${evil}`),
  ),
  edits("an evil assertion in the status", /2 assertions/, ({ xml, evil }) =>
    xml.replace("</samlp:Status>", `<samlp:StatusDetail>${evil}</samlp:StatusDetail></samlp:Status>`),
  ),
  edits("the signed assertion in an extension, an evil one in its place", /2 assertions/, ({ xml, assertion, evil }) =>
    xml.replace(assertion, `<samlp:Extensions>${assertion}</samlp:Extensions>${evil}`),
  ),
  edits("the signed assertion one level too deep", /has 0 of Assertion/, ({ xml, assertion }) =>
    xml.replace(assertion, `<samlp:Extensions>${assertion}</samlp:Extensions>`),
  ),
  edits("a response inside the response", /responses|assertions|root/, ({ xml }) =>
    xml.replace("</samlp:Status>", `</samlp:Status>${xml}`),
  ),
]

const signatures: Attack[] = [
  edits("no signature at all", /Nothing is signed/, ({ xml, signature }) => xml.replace(signature, "")),
  edits("an empty signature", /has 0 of SignedInfo/, ({ xml, signature }) =>
    xml.replace(signature, '<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"></ds:Signature>'),
  ),
  edits("an empty signature value", /SignatureValue is empty/, ({ xml }) =>
    xml.replace(/(<ds:SignatureValue>)[^<]*/, "$1"),
  ),
  edits("an empty digest", /DigestValue is empty/, ({ xml }) => xml.replace(/(<ds:DigestValue>)[^<]*/, "$1")),
  edits("no reference", /has 0 of Reference/, ({ xml }) => xml.replace(/<ds:Reference\b.*?<\/ds:Reference>/s, "")),
  edits("two references", /has 2 of Reference/, ({ xml }) =>
    xml.replace(/(<ds:Reference\b.*?<\/ds:Reference>)/s, "$1$1"),
  ),
  edits("two SignedInfo, the second good", /has 2 of SignedInfo/, ({ xml, said }) => {
    const info = /<ds:SignedInfo>.*?<\/ds:SignedInfo>/s.exec(xml)![0]
    return xml.replace(info, `${info.replace(said.assertionId, "_evil")}${info}`)
  }),
  edits("two SignedInfo, the first good", /has 2 of SignedInfo/, ({ xml }) => {
    const info = /<ds:SignedInfo>.*?<\/ds:SignedInfo>/s.exec(xml)![0]
    return xml.replace(info, `${info}${info}`)
  }),
  edits("SignedInfo of another namespace before the good one", /is in the namespace/, ({ xml }) =>
    xml.replace("<ds:SignedInfo>", '<SignedInfo xmlns="urn:evil"/><ds:SignedInfo>'),
  ),
  edits("two signatures in the assertion", /two signatures/, ({ xml, signature }) =>
    xml.replace(signature, signature.repeat(2)),
  ),
  edits("the assertion's signature moved to the response", /over something else/, ({ xml, signature }) =>
    xml.replace(signature, "").replace("<samlp:Status>", `${signature}<samlp:Status>`),
  ),
  edits("a signature somewhere else", /stands elsewhere/, ({ xml, signature }) =>
    xml.replace("</samlp:Status>", `<samlp:StatusDetail>${signature}</samlp:StatusDetail></samlp:Status>`),
  ),
  edits("a reference to nothing in particular", /over something else/, ({ xml, said }) =>
    xml.replace(`URI="#${said.assertionId}"`, 'URI=""'),
  ),
  edits("a reference to the whole response from the assertion", /over something else/, ({ xml, said }) =>
    xml.replace(`URI="#${said.assertionId}"`, `URI="#${said.responseId}"`),
  ),
  edits("a reference by XPointer", /over something else/, ({ xml, said }) =>
    xml.replace(`URI="#${said.assertionId}"`, `URI="#xpointer(id('${said.assertionId}'))"`),
  ),
  edits("a reference to a file", /over something else/, ({ xml, said }) =>
    xml.replace(`URI="#${said.assertionId}"`, 'URI="file:///etc/passwd"'),
  ),
  edits("three transforms", /The transforms are/, ({ xml }) =>
    xml.replace("</ds:Transforms>", `<ds:Transform Algorithm="${exclusive}"/></ds:Transforms>`),
  ),
  edits("a transform by XSLT", /The transforms are/, ({ xml }) =>
    xml.replace(
      `<ds:Transform Algorithm="${exclusive}"/>`,
      '<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116"/>',
    ),
  ),
  edits("a transform by XPath that leaves the name out", /The transforms are/, ({ xml }) =>
    xml.replace(
      `<ds:Transform Algorithm="${enveloped}"/>`,
      '<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xpath-19991116"><ds:XPath>not(ancestor-or-self::*[local-name()="NameID"])</ds:XPath></ds:Transform>',
    ),
  ),
  edits("no transforms", /has 0 of Transforms|The transforms are/, ({ xml }) =>
    xml.replace(/<ds:Transforms>.*?<\/ds:Transforms>/s, ""),
  ),
  signs("the enveloped transform missing", /The transforms are/, { transforms: [exclusive] }),
  signs("another canonicalization", /CanonicalizationMethod is/, {
    canonicalization: "http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
  }),
  signs("a canonicalization that keeps comments", /CanonicalizationMethod is/, {
    canonicalization: `${exclusive}WithComments`,
  }),
  edits("a changed name", /refuses it: Invalid (document )?signature/, ({ xml, said, victim }) =>
    xml.replaceAll(`>${said.email}<`, `>${victim}<`),
  ),
  edits("a changed attribute", /refuses it: Invalid (document )?signature/, ({ xml }) =>
    xml.replace(">Katherine<", ">Mallory<"),
  ),
  edits("an added attribute", /refuses it: Invalid (document )?signature/, ({ xml, victim }) =>
    xml.replace(
      "<saml:AttributeStatement>",
      `<saml:AttributeStatement><saml:Attribute Name="mail"><saml:AttributeValue>${victim}</saml:AttributeValue></saml:Attribute>`,
    ),
  ),
  edits("a second NameID", /refuses it: Invalid (document )?signature|has 2 of NameID/, ({ xml, victim }) =>
    xml.replace("<saml:NameID ", `<saml:NameID>${victim}</saml:NameID><saml:NameID `),
  ),
  edits("a later end", /refuses it: Invalid (document )?signature/, ({ xml, said }) =>
    xml.replaceAll(said.notOnOrAfter, minutes(1000)),
  ),
  signs("another certificate's key", /refuses it: Invalid (document )?signature/, { key: otherKeys.key }),
  signs("another certificate, which is shown in KeyInfo", /refuses it: Invalid (document )?signature/, {
    ...otherKeys,
    showsCertificate: true,
  }),
  {
    name: "another certificate, with the provider's own shown in KeyInfo",
    reason: /refuses it: Invalid (document )?signature/,
    mutate: ({ said, victim }) =>
      sign(unsigned({ ...said, nameId: victim, email: victim }), {
        key: otherKeys.key,
        cert: idpKeys.cert,
        target: "Assertion",
        showsCertificate: true,
      }),
  },
  {
    name: "the response signed by another key around the assertion that is signed well",
    reason: /refuses it: Invalid (document )?signature/,
    mutate: ({ xml }) => sign(xml, { key: otherKeys.key, target: "Response" }),
  },
  {
    name: "the assertion signed by another key in a response that is signed well",
    reason: /refuses it: Invalid (document )?signature/,
    signed: "response",
    mutate({ said }) {
      const inner = sign(unsigned({ ...said, responseId: fresh(), assertionId: fresh() }), {
        key: otherKeys.key,
        target: "Assertion",
      })
      return sign(inner, { key: idpKeys.key, target: "Response" })
    },
  },
  edits(
    "a changed assertion in a response that is signed as well",
    /refuses it: Invalid (document )?signature/,
    ({ xml, said, victim }) => xml.replaceAll(`>${said.email}<`, `>${victim}<`),
    "both",
  ),
]

const sha1 = {
  signature: "http://www.w3.org/2000/09/xmldsig#rsa-sha1",
  digest: "http://www.w3.org/2000/09/xmldsig#sha1",
}

const algorithms: Attack[] = [
  signs("RSA with SHA-1", /SignatureMethod is .*rsa-sha1/, sha1),
  signs("a SHA-1 digest under RSA with SHA-256", /DigestMethod is .*sha1/, { digest: sha1.digest }),
  edits("RSA with MD5", /SignatureMethod is .*rsa-md5/, ({ xml }) =>
    xml.replace("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", "http://www.w3.org/2001/04/xmldsig-more#rsa-md5"),
  ),
  signs("HMAC with the provider's certificate as its key", /SignatureMethod is .*hmac/, {}, (xml) => {
    const info = /<ds:SignedInfo>.*?<\/ds:SignedInfo>/s
      .exec(xml)![0]
      .replace("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", "http://www.w3.org/2000/09/xmldsig#hmac-sha1")
    const canonical = info.replace("<ds:SignedInfo>", '<ds:SignedInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#">')
    const hmac = new Bun.CryptoHasher("sha1", idpKeys.cert).update(canonical).digest("base64")
    return xml.replace(/<ds:SignedInfo>.*?<\/ds:SignedInfo>/s, info).replace(/(<ds:SignatureValue>)[^<]*/, `$1${hmac}`)
  }),
  edits("no algorithm", /SignatureMethod is nothing/, ({ xml }) =>
    xml.replace(/<ds:SignatureMethod [^>]*>/, "<ds:SignatureMethod/>"),
  ),
  edits("the algorithm in an attribute of another namespace", /SignatureMethod is nothing/, ({ xml }) =>
    xml.replace("<ds:SignatureMethod Algorithm", '<ds:SignatureMethod xmlns:e="urn:evil" e:Algorithm'),
  ),
]

const parsing: Attack[] = [
  edits("a comment in the NameID", /comment/, ({ xml, said }) =>
    xml.replace(
      `>${said.email}</saml:NameID>`,
      `>${said.email.slice(0, 8)}<!---->${said.email.slice(8)}</saml:NameID>`,
    ),
  ),
  {
    name: "a comment in a NameID that the provider signed: victim@…<!---->.evil",
    reason: /comment/,
    mutate: ({ say, victim }) =>
      say({
        responseId: fresh(),
        assertionId: fresh(),
        nameId: `${victim}<!---->.evil.example`,
        email: `${victim}<!---->.evil.example`,
      }),
  },
  edits("a comment in an attribute's value", /comment/, ({ xml }) => xml.replace(">Katherine<", ">Kathe<!-- -->rine<")),
  edits("a comment anywhere", /comment/, ({ xml }) => xml.replace("<samlp:Status>", "<!-- hello --><samlp:Status>")),
  edits("a processing instruction in the NameID", /processing instruction/, ({ xml, said }) =>
    xml.replace(`>${said.email}</saml:NameID>`, `>${said.email.slice(0, 8)}<?x ?>${said.email.slice(8)}</saml:NameID>`),
  ),
  edits("a CDATA section in the NameID", /CDATA/, ({ xml, said }) =>
    xml.replace(`>${said.email}</saml:NameID>`, `><![CDATA[${said.email}]]></saml:NameID>`),
  ),
  edits("a document type", /document type/, ({ xml }) => `<!DOCTYPE samlp:Response>${xml}`),
  edits(
    "an entity that is a name",
    /document type/,
    ({ xml, said, victim }) =>
      `<!DOCTYPE r [<!ENTITY who "${victim}">]>${xml.replaceAll(`>${said.email}<`, ">&who;<")}`,
  ),
  edits(
    "an entity from a file",
    /document type/,
    ({ xml }) => `<!DOCTYPE r [<!ENTITY file SYSTEM "file:///etc/passwd">]>${xml.replace(">Katherine<", ">&file;<")}`,
  ),
  edits(
    "a billion laughs",
    /document type/,
    ({ xml }) =>
      `<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>${xml.replace(">Katherine<", ">&c;<")}`,
  ),
  edits(
    "an id that the document type declares as one",
    /document type/,
    ({ xml }) => `<!DOCTYPE r [<!ATTLIST saml:Assertion Other ID #IMPLIED>]>${xml}`,
  ),
  edits("an entity that nobody declared", /malformed/, ({ xml }) => xml.replace(">Katherine<", ">&who;<")),
  edits("an assertion of another namespace beside the signed one", /is in the namespace/, ({ xml, assertion, evil }) =>
    xml.replace(assertion, `${evil.replaceAll("urn:oasis:names:tc:SAML:2.0:assertion", "urn:evil")}${assertion}`),
  ),
  edits("an assertion of SAML 1.1 beside the signed one", /is in the namespace/, ({ xml, assertion }) =>
    xml.replace(
      assertion,
      `<Assertion xmlns="urn:oasis:names:tc:SAML:1.0:assertion" MajorVersion="1" MinorVersion="1"/>${assertion}`,
    ),
  ),
  edits("a response of another namespace", /The root is/, ({ xml }) =>
    xml.replace("urn:oasis:names:tc:SAML:2.0:protocol", "urn:evil:protocol"),
  ),
  edits(
    "the prefix of the assertion bound to another namespace in its middle",
    /is in the namespace|refuses it: Invalid (document )?signature/,
    ({ xml }) => xml.replace("<saml:Subject>", '<saml:Subject xmlns:saml="urn:evil">'),
  ),
  edits("a NameID of another namespace", /is in the namespace/, ({ xml, victim }) =>
    xml.replace("<saml:NameID ", `<NameID xmlns="urn:evil">${victim}</NameID><saml:NameID `),
  ),
  edits("an attribute of another namespace", /is in the namespace/, ({ xml, victim }) =>
    xml.replace(
      "<saml:AttributeStatement>",
      `<saml:AttributeStatement><e:Attribute xmlns:e="urn:evil" Name="email"><e:AttributeValue>${victim}</e:AttributeValue></e:Attribute>`,
    ),
  ),
  edits(
    "an attribute whose name is in another namespace",
    /refuses it: Invalid (document )?signature/,
    ({ xml, victim }) =>
      xml.replace(
        "<saml:AttributeStatement>",
        `<saml:AttributeStatement><saml:Attribute xmlns:e="urn:evil" e:Name="email"><saml:AttributeValue>${victim}</saml:AttributeValue></saml:Attribute>`,
      ),
  ),
  edits("a signature of another namespace beside the real one", /is in the namespace/, ({ xml }) =>
    xml.replace("<ds:Signature ", '<Signature xmlns="urn:evil"/><ds:Signature '),
  ),
  edits("an id that only the response's copy has twice", /same id/, ({ xml, said }) =>
    xml.replace("<samlp:Status>", `<samlp:Status ID="${said.assertionId}">`),
  ),
  edits("the same id under another spelling", /same id/, ({ xml, said }) =>
    xml.replace("<samlp:Status>", `<samlp:Status Id="${said.assertionId}">`),
  ),
  edits("the same id as xml:id", /spelt xml:id/, ({ xml, said }) =>
    xml.replace("<samlp:Status>", `<samlp:Status xml:id="${said.assertionId}">`),
  ),
  edits("an id that breaks out of a query", /id is malformed/, ({ xml, said }) =>
    xml.replaceAll(said.assertionId, `x' or '1'='1`),
  ),
  edits("an attribute twice in one element", /malformed|refuses it: Invalid (document )?signature/, ({ xml, said }) =>
    xml.replace(`ID="${said.assertionId}"`, `ID="${said.assertionId}" ID="_evil"`),
  ),
  edits("two roots", /one root|malformed/, ({ xml, evil }) => `${xml}${evil}`),
  edits("text behind the root", /malformed|one root/, ({ xml }) => `${xml}and more`),
  edits("an element that never ends", /malformed/, ({ xml }) => xml.replace("</samlp:Response>", "")),
  edits("a whole other protocol: a logout response", /The root is/, ({ xml }) =>
    xml.replaceAll("samlp:Response", "samlp:LogoutResponse"),
  ),
  edits("an encrypted assertion, for which no key was published", /encrypted/, ({ xml, assertion }) =>
    xml.replace(
      assertion,
      '<saml:EncryptedAssertion><xenc:EncryptedData xmlns:xenc="http://www.w3.org/2001/04/xmlenc#"/></saml:EncryptedAssertion>',
    ),
  ),
  edits("an encrypted assertion beside the signed one", /encrypted/, ({ xml, assertion }) =>
    xml.replace(
      assertion,
      `${assertion}<saml:EncryptedAssertion><xenc:EncryptedData xmlns:xenc="http://www.w3.org/2001/04/xmlenc#"/></saml:EncryptedAssertion>`,
    ),
  ),
  edits("an encrypted name", /encrypted/, ({ xml }) =>
    xml.replace(
      /<saml:NameID.*?<\/saml:NameID>/s,
      '<saml:EncryptedID><xenc:EncryptedData xmlns:xenc="http://www.w3.org/2001/04/xmlenc#"/></saml:EncryptedID>',
    ),
  ),
]

const meant: Attack[] = [
  says("for another audience", /The assertion is for https:\/\/other/, () => ({
    audience: "https://other.example.com",
  })),
  says("for an audience that begins alike", /The assertion is for/, ({ said }) => ({
    audience: `${said.audience}.evil`,
  })),
  says("for another recipient", /recipient/, () => ({ recipient: "https://other.example.com/acs" })),
  says("for the recipient in other letters", /recipient/, ({ said }) => ({ recipient: said.recipient.toUpperCase() })),
  says("for another destination", /meant for/, () => ({ destination: "https://other.example.com/acs" })),
  says("by another issuer", /another issuer/, () => ({ assertionIssuer: "https://evil.example.com" })),
  says("in a response of another issuer", /another issuer/, () => ({ issuer: "https://evil.example.com" })),
  says("of another issuer that ends alike", /another issuer/, ({ said }) => ({ assertionIssuer: ` ${said.issuer}` })),
  says("with a status of failure", /status is .*Requester/, () => ({
    status: "urn:oasis:names:tc:SAML:2.0:status:Requester",
  })),
  says("of another version", /version/, () => ({ version: "1.1" })),
  says("confirmed by holding a key", /not confirmed by bearing/, () => ({
    method: "urn:oasis:names:tc:SAML:2.0:cm:holder-of-key",
  })),
  says("not yet valid", /Conditions holds from/, () => ({ notBefore: minutes(10) })),
  says("no longer valid", /Conditions held until/, () => ({ notOnOrAfter: minutes(-10) })),
  says("a subject confirmed until a while ago", /SubjectConfirmationData held until/, () => ({
    confirmedUntil: minutes(-10),
  })),
  says("a session that ended at the provider", /session has ended/, () => ({ sessionEnd: minutes(-10) })),
  says("a time that is none", /not a valid date/, () => ({ confirmedUntil: "tomorrow" })),
  says("a time of another zone's spelling", /time is malformed/, () => ({
    confirmedUntil: minutes(5).replace("Z", "+00:00"),
  })),
  says("a name that is empty", /NameID is empty/, () => ({ nameId: " " })),
  says("a name for once only", /transient/, () => ({
    nameIdFormat: "urn:oasis:names:tc:SAML:2.0:nameid-format:transient",
  })),
  says("two addresses at once", /several values/, ({ victim }) => ({
    statements: `<saml:AttributeStatement><saml:Attribute Name="mail"><saml:AttributeValue>${victim}</saml:AttributeValue></saml:Attribute></saml:AttributeStatement>`,
  })),
  says("the answer to a request that nobody made", /no request of ours/, () => ({
    inResponseTo: ' InResponseTo="_somebody"',
    confirmedInResponseTo: ' InResponseTo="_somebody"',
  })),
  says("a response to a request around an assertion to none", /different requests/, () => ({
    inResponseTo: ` InResponseTo="${fresh()}"`,
  })),
  {
    name: "an assertion that never ends",
    reason: /never ends|not a valid date/,
    mutate: ({ said }) =>
      sign(unsigned({ ...said, assertionId: fresh() }).replace(/ NotOnOrAfter="[^"]*"( Recipient)/, "$1"), {
        key: idpKeys.key,
        target: "Assertion",
      }),
  },
  ...(
    [
      ["for nobody in particular", /for no audience/, /<saml:AudienceRestriction>.*?<\/saml:AudienceRestriction>/s],
      ["without conditions", /has 0 of Conditions/, /<saml:Conditions.*?<\/saml:Conditions>/s],
      ["without a recipient", /recipient nobody/, / Recipient="[^"]*"/],
      ["without a subject", /has 0 of Subject/, /<saml:Subject>.*?<\/saml:Subject>/s],
      [
        "without a confirmation",
        /has 0 of SubjectConfirmation/,
        /<saml:SubjectConfirmation .*?<\/saml:SubjectConfirmation>/s,
      ],
      ["without a sign-in", /does not say that anybody signed in/, /<saml:AuthnStatement.*?<\/saml:AuthnStatement>/s],
      ["without a status", /has 0 of Status/, /<samlp:Status>.*?<\/samlp:Status>/s],
    ] as const
  ).map(([name, reason, part]): Attack => ({
    name,
    reason,
    mutate: ({ said }) =>
      sign(unsigned({ ...said, assertionId: fresh() }).replace(part, ""), { key: idpKeys.key, target: "Assertion" }),
  })),
  {
    name: "with a condition that nobody knows",
    reason: /condition .* unknown/,
    mutate: ({ said }) =>
      sign(
        unsigned({ ...said, assertionId: fresh() }).replace(
          "</saml:Conditions>",
          '<e:Only xmlns:e="urn:evil"/></saml:Conditions>',
        ),
        { key: idpKeys.key, target: "Assertion" },
      ),
  },
]

const same = ({ xml }: Kit) => xml

const encodings: Attack[] = [
  {
    name: "base64 with other signs in it",
    reason: /base64/,
    mutate: same,
    encode: (xml) => `${base64(xml).slice(0, 40)}!${base64(xml).slice(40)}`,
  },
  {
    name: "base64 with spaces in it",
    reason: /base64/,
    mutate: same,
    encode: (xml) => base64(xml).replace(/^.{40}/, "$& "),
  },
  {
    name: "base64 for addresses",
    reason: /base64/,
    mutate: ({ xml }) => `${xml}<?>>>?`,
    encode: (xml) => Buffer.from(xml).toString("base64url"),
  },
  { name: "base64 twice", reason: /malformed|root/, mutate: same, encode: (xml) => base64(base64(xml)) },
  {
    name: "base64 behind which something follows",
    reason: /base64/,
    mutate: same,
    encode: (xml) => `${base64(xml)}====`,
  },
  {
    name: "base64 that is cut short",
    reason: /base64|malformed/,
    mutate: same,
    encode: (xml) => base64(xml).slice(0, -3),
  },
  { name: "base64 with stray bits at its end", reason: /base64/, mutate: ({ xml }) => xml, encode: strayBits },
  { name: "nothing", reason: /base64/, mutate: same, encode: () => "" },
  {
    name: "bytes that are not UTF-8",
    reason: /UTF-8/,
    mutate: same,
    encode: (xml) => Buffer.concat([Buffer.from(xml), Buffer.from([0xff, 0xfe])]).toString("base64"),
  },
  {
    name: "UTF-16",
    reason: /UTF-8|malformed|root/,
    mutate: same,
    encode: (xml) => Buffer.from(`\ufeff${xml}`, "utf16le").toString("base64"),
  },
  { name: "a byte order mark", reason: /malformed|root/, mutate: same, encode: (xml) => base64(`\ufeff${xml}`) },
  {
    name: "a response of many megabytes",
    reason: /characters|too large/,
    mutate: ({ xml }) => xml.replace(">Katherine<", `>${"x".repeat(300_000)}<`),
  },
  {
    name: "a form of many megabytes",
    reason: /too large/,
    mutate: ({ xml }) => xml.replace(">Katherine<", `>${"x".repeat(2_000_000)}<`),
  },
]

/** `QQ==` and `QR==` are the same byte to whoever is lenient. */
function strayBits(xml: string): string {
  const padded = base64(`${xml}${" ".repeat((3 - (Buffer.byteLength(xml) % 3) + 1) % 3)}`)
  return padded.replace(/(.)==$/, (_, last: string) => `${String.fromCharCode(last.charCodeAt(0) + 1)}==`)
}

export const attacks: Attack[] = [...wrapping, ...signatures, ...algorithms, ...parsing, ...meant, ...encodings]
