/**
 * What a response has to look like before any signature in it is looked at. A signature says that some bytes are genuine;
 * every attack by wrapping makes a reader take others for them. So there is exactly one assertion, in its one place, each
 * signature stands in what it signs and signs all of it, and ids are unique whatever a parser takes for an id.
 */
import { SignInRefusal } from "../sign-in-refusal.ts"
import { attributeOf, childrenOf, elementsIn, isElement, nameOf, namespaces, onlyChild, textOf } from "./xml.ts"

export interface Shape {
  assertion: Element
  isResponseSigned: boolean
  isAssertionSigned: boolean
}

/** Throws {@link SignInRefusal}. */
export function checkShape(response: Element): Shape {
  if (!isElement(response, "protocol", "Response")) throw new SignInRefusal(`The root is ${response.nodeName}`)
  const elements = elementsIn(response)
  checkNames(elements)
  checkIds(elements)
  const assertion = onlyChild(response, "assertion", "Assertion")
  for (const element of [response, assertion]) checkVersion(element)
  const owners = [response, assertion]
  const signatures = elements.filter((element) => isElement(element, "signature", "Signature"))
  for (const signature of signatures) {
    const owner = owners.find((each) => each === signature.parentNode)
    if (!owner) throw new SignInRefusal("A signature stands elsewhere than in the response or the assertion")
    if (childrenOf(owner, "signature", "Signature").length !== 1)
      throw new SignInRefusal("An element has two signatures")
    checkSignature(signature, owner)
  }
  if (signatures.length === 0) throw new SignInRefusal("Nothing is signed")
  const isSigned = (owner: Element) => signatures.some((each) => each.parentNode === owner)
  return { assertion, isResponseSigned: isSigned(response), isAssertionSigned: isSigned(assertion) }
}

/** Names that decide what is read, with the only namespace in which they may occur. */
const guarded: Record<string, string> = {
  Response: namespaces.protocol,
  Status: namespaces.protocol,
  StatusCode: namespaces.protocol,
  Assertion: namespaces.assertion,
  Issuer: namespaces.assertion,
  Subject: namespaces.assertion,
  NameID: namespaces.assertion,
  SubjectConfirmation: namespaces.assertion,
  SubjectConfirmationData: namespaces.assertion,
  Conditions: namespaces.assertion,
  AudienceRestriction: namespaces.assertion,
  Audience: namespaces.assertion,
  AttributeStatement: namespaces.assertion,
  Attribute: namespaces.assertion,
  AttributeValue: namespaces.assertion,
  AuthnStatement: namespaces.assertion,
  Signature: namespaces.signature,
  SignedInfo: namespaces.signature,
  SignatureValue: namespaces.signature,
  Reference: namespaces.signature,
  Transforms: namespaces.signature,
  Transform: namespaces.signature,
  DigestValue: namespaces.signature,
}

function checkNames(elements: readonly Element[]): void {
  for (const element of elements) {
    const name = nameOf(element)
    if (name.startsWith("Encrypted") || element.namespaceURI === namespaces.encryption) {
      throw new SignInRefusal("A part is encrypted, for which no key was published")
    }
    if (Object.hasOwn(guarded, name) && guarded[name] !== element.namespaceURI) {
      throw new SignInRefusal(`${element.nodeName} is in the namespace ${element.namespaceURI ?? "of nobody"}`)
    }
    if (name === "Object" && element.namespaceURI === namespaces.signature) {
      throw new SignInRefusal("A signature carries an object")
    }
  }
  const assertions = elements.filter((element) => nameOf(element) === "Assertion")
  if (assertions.length !== 1) throw new SignInRefusal(`There are ${assertions.length} assertions`)
  const responses = elements.filter((element) => nameOf(element) === "Response")
  if (responses.length !== 1) throw new SignInRefusal(`There are ${responses.length} responses`)
}

/** Some readers go by `ID`, others by `Id`, `id` or `xml:id`: none may find two elements. */
function checkIds(elements: readonly Element[]): void {
  const seen = new Set<string>()
  for (const element of elements) {
    for (const { nodeName, value } of Array.from(element.attributes)) {
      if (!/^(.*:)?id$/i.test(nodeName)) continue
      if (nodeName.includes(":")) throw new SignInRefusal(`An id is spelt ${nodeName}`)
      if (!/^[A-Za-z_][\w.-]{0,255}$/.test(value)) throw new SignInRefusal("An id is malformed")
      if (seen.has(value)) throw new SignInRefusal("Two elements have the same id")
      seen.add(value)
    }
  }
}

function checkVersion(element: Element): void {
  if (attributeOf(element, "Version") !== "2.0") throw new SignInRefusal(`${nameOf(element)} is not of version 2.0`)
  if (!attributeOf(element, "ID")) throw new SignInRefusal(`${nameOf(element)} has no id`)
}

const exclusive = "http://www.w3.org/2001/10/xml-exc-c14n#"
const enveloped = "http://www.w3.org/2000/09/xmldsig#enveloped-signature"

const signatureMethods = new Set([
  "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
  "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512",
])

const digestMethods = new Set(["http://www.w3.org/2001/04/xmlenc#sha256", "http://www.w3.org/2001/04/xmlenc#sha512"])

/** Signs exactly the element in which it stands, by methods that hold. */
function checkSignature(signature: Element, owner: Element): void {
  const info = onlyChild(signature, "signature", "SignedInfo")
  const reference = onlyChild(info, "signature", "Reference")
  requireChildren(signature, ["SignedInfo", "SignatureValue", "KeyInfo"])
  requireChildren(info, ["CanonicalizationMethod", "SignatureMethod", "Reference"])
  requireChildren(reference, ["Transforms", "DigestMethod", "DigestValue"])
  if (attributeOf(reference, "URI") !== `#${attributeOf(owner, "ID")}`) {
    throw new SignInRefusal(`The signature of ${nameOf(owner)} is over something else`)
  }
  requireMethod(onlyChild(info, "signature", "CanonicalizationMethod"), new Set([exclusive]))
  requireMethod(onlyChild(info, "signature", "SignatureMethod"), signatureMethods)
  requireMethod(onlyChild(reference, "signature", "DigestMethod"), digestMethods)
  checkTransforms(onlyChild(reference, "signature", "Transforms"))
  for (const name of ["SignatureValue"]) requireValue(onlyChild(signature, "signature", name))
  requireValue(onlyChild(reference, "signature", "DigestValue"))
}

/** No more than these, each once at most. */
function requireChildren(parent: Element, names: readonly string[]): void {
  for (const child of Array.from(parent.childNodes).filter((node) => node.nodeType === 1)) {
    const isKnown = names.some((name) => isElement(child, "signature", name))
    if (!isKnown) throw new SignInRefusal(`${nameOf(parent)} holds ${child.nodeName}`)
    if (childrenOf(parent, "signature", nameOf(child)).length > 1) {
      throw new SignInRefusal(`${nameOf(parent)} holds ${nameOf(child)} twice`)
    }
  }
}

function requireMethod(element: Element, methods: ReadonlySet<string>): void {
  const method = attributeOf(element, "Algorithm") ?? ""
  if (!methods.has(method))
    throw new SignInRefusal(`${nameOf(element)} is ${method || "nothing"}, which is not accepted`)
  if (Array.from(element.childNodes).some((node) => node.nodeType === 1)) {
    throw new SignInRefusal(`${nameOf(element)} has parameters`)
  }
}

function checkTransforms(transforms: Element): void {
  const children = Array.from(transforms.childNodes).filter((node) => node.nodeType === 1)
  const steps = childrenOf(transforms, "signature", "Transform")
  const found = steps.map((step) => attributeOf(step, "Algorithm"))
  if (children.length !== 2 || found[0] !== enveloped || found[1] !== exclusive) {
    throw new SignInRefusal(`The transforms are ${found.join(", ") || "none"}`)
  }
}

function requireValue(element: Element): void {
  const value = textOf(element).replaceAll(/\s/g, "")
  if (!/^[A-Za-z0-9+/]{16,}={0,2}$/.test(value)) throw new SignInRefusal(`${nameOf(element)} is empty or malformed`)
}
