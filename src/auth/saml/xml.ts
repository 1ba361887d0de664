/** XML as Kith is willing to read it: plain elements, attributes and text. Whatever parsers disagree about is refused. */
import { DOMParser } from "@xmldom/xmldom"
import { SignInRefusal } from "../sign-in-refusal.ts"

export const namespaces = {
  protocol: "urn:oasis:names:tc:SAML:2.0:protocol",
  assertion: "urn:oasis:names:tc:SAML:2.0:assertion",
  metadata: "urn:oasis:names:tc:SAML:2.0:metadata",
  signature: "http://www.w3.org/2000/09/xmldsig#",
  encryption: "http://www.w3.org/2001/04/xmlenc#",
} as const

type Namespace = keyof typeof namespaces

/** The root element. Throws {@link SignInRefusal}. */
export function parseXml(text: string): Element {
  // Before parsing: nothing with a declaration of entities reaches the parser.
  if (/<!(?!\[CDATA\[)(?!--)/.test(text)) throw new SignInRefusal("The XML has a document type")
  if (text.includes("<!--")) throw new SignInRefusal("The XML has a comment, by which a value could be cut short")
  if (text.includes("<![CDATA[")) throw new SignInRefusal("The XML has a CDATA section")
  if (/<\?(?!xml\s)/.test(text)) throw new SignInRefusal("The XML has a processing instruction")
  // The parser would pass over what stands around the root.
  if (!/^[ \t\r\n]*<.*>[ \t\r\n]*$/s.test(text))
    throw new SignInRefusal("The XML is malformed: it does not begin and end with its root")
  const root = parse(text)
  for (const element of elementsIn(root)) checkNode(element)
  return root
}

function parse(text: string): Element {
  const refuse = (message: string) => {
    throw new SignInRefusal("The XML is malformed", new Error(message))
  }
  const parser = new DOMParser({ locator: {}, errorHandler: { warning: refuse, error: refuse, fatalError: refuse } })
  const { documentElement, childNodes } = parser.parseFromString(text, "text/xml")
  const roots = Array.from(childNodes).filter((node) => node.nodeType === elementNode)
  if (!documentElement || roots.length !== 1) throw new SignInRefusal("The XML has not exactly one root")
  return documentElement
}

const elementNode = 1
const textNode = 3

/** The parser's own view, in case it found what the text did not show. */
function checkNode(element: Element): void {
  const stray = Array.from(element.childNodes).find(({ nodeType }) => nodeType !== elementNode && nodeType !== textNode)
  if (stray) throw new SignInRefusal(`The XML has a ${stray.nodeName} in ${element.nodeName}`)
}

/** The element and all that are in it, in the order of the document. */
export function elementsIn(root: Element): Element[] {
  return [root, ...Array.from(root.getElementsByTagName("*"))]
}

export function isElement(node: Node, namespace: Namespace, name: string): boolean {
  if (node.nodeType !== elementNode) return false
  return (node as Element).namespaceURI === namespaces[namespace] && nameOf(node) === name
}

/** Without its prefix. */
export function nameOf(node: Node): string {
  return (node as Element).localName ?? node.nodeName
}

/** Direct children by that name. */
export function childrenOf(parent: Element, namespace: Namespace, name: string): Element[] {
  return Array.from(parent.childNodes).filter((node) => isElement(node, namespace, name)) as Element[]
}

/** The only child by that name. Throws {@link SignInRefusal}. */
export function onlyChild(parent: Element, namespace: Namespace, name: string): Element {
  const found = childrenOf(parent, namespace, name)
  if (found.length === 1) return found[0]!
  throw new SignInRefusal(`${nameOf(parent)} has ${found.length} of ${name} where one is needed`)
}

/** The text of an element that holds nothing else. Throws {@link SignInRefusal}. */
export function textOf(element: Element): string {
  const nodes = Array.from(element.childNodes)
  if (nodes.some(({ nodeType }) => nodeType !== textNode)) {
    throw new SignInRefusal(`${nameOf(element)} holds more than text`)
  }
  return nodes.map((node) => node.nodeValue ?? "").join("")
}

/** An attribute without a namespace; undefined where it is not there. */
export function attributeOf(element: Element, name: string): string | undefined {
  const value = element.getAttributeNodeNS("", name) ?? element.getAttributeNode(name)
  return value && !value.nodeName.includes(":") ? value.value : undefined
}
