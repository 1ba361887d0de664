/**
 * What the editor knows: every other element of what is pasted is left out, and its text stays. Blocks and inline content of
 * BlockNote that are unknown here are held as they are.
 */
import {
  Schema,
  type Attrs,
  type DOMOutputSpec,
  type MarkSpec,
  type NodeSpec,
  type TagParseRule,
} from "prosemirror-model"
import { asParts } from "../../fields/field-kind.ts"
import { linkTo, textOf, type ListKind } from "../../fields/blocks.ts"

/** BlockNote's id of a block, and those of its props that mean nothing here, such as colours. */
const own = { id: { default: "" }, props: { default: {} } }

const levels = [1, 2, 3, 4, 5, 6]

const nodes = {
  doc: { content: "block+" },
  paragraph: { content: "inline*", group: "block", attrs: own, parseDOM: [{ tag: "p" }], toDOM: () => ["p", 0] },
  heading: {
    content: "inline*",
    group: "block",
    defining: true,
    attrs: { ...own, level: { default: 1 } },
    // Pages have their own headings above those of a text.
    toDOM: ({ attrs }) => [`h${attrs.level}`, { "aria-level": String(Math.min(6, Number(attrs.level) + 2)) }, 0],
    parseDOM: levels.map((level) => ({ tag: `h${level}`, attrs: { level: Math.min(3, level) } })),
  },
  quote: {
    content: "block+",
    group: "block",
    defining: true,
    attrs: own,
    parseDOM: [{ tag: "blockquote" }],
    toDOM: () => ["blockquote", 0],
  },
  code: {
    content: "text*",
    group: "block",
    marks: "",
    code: true,
    defining: true,
    attrs: { ...own, language: { default: "text" } },
    parseDOM: [{ tag: "pre", preserveWhitespace: "full" }],
    toDOM: () => ["pre", ["code", 0]],
  },
  list: {
    content: "item+",
    group: "block",
    attrs: { kind: { default: "bullet" satisfies ListKind }, start: { default: 1 } },
    parseDOM: [
      { tag: "ol", getAttrs: (node) => ({ kind: "number", start: numberOf(node.getAttribute("start")) }) },
      { tag: "ul", getAttrs: (node) => ({ kind: node.querySelector(ticked) ? "check" : "bullet" }) },
    ],
    toDOM: ({ attrs: { kind, start } }): DOMOutputSpec =>
      kind === "number"
        ? ["ol", start === 1 ? {} : { start: String(start) }, 0]
        : ["ul", kind === "check" ? { class: "ticks" } : {}, 0],
  },
  item: {
    content: "paragraph block*",
    defining: true,
    attrs: { ...own, type: { default: "bulletListItem" }, isDone: { default: false } },
    parseDOM: [{ tag: "li", getAttrs: (node) => ({ isDone: isDone(node) }) }],
    toDOM: ({ attrs }) => ["li", attrs.isDone ? { "data-done": "true" } : {}, 0],
  },
  /** what stands below a block that is no item, further in */
  nested: {
    content: "block+",
    group: "block",
    parseDOM: [{ tag: "div.nested" }],
    toDOM: () => ["div", { class: "nested" }, 0],
  },
  divider: { group: "block", attrs: own, parseDOM: [{ tag: "hr" }], toDOM: () => ["hr"] },
  kept: {
    group: "block",
    attrs: { json: { default: {} } },
    parseDOM: [keptRule("div[data-kept]")],
    toDOM: ({ attrs }) => ["div", keptAttributes(attrs), keptText(attrs.json)],
  },
  text: { group: "inline" },
  line_break: {
    inline: true,
    group: "inline",
    selectable: false,
    linebreakReplacement: true,
    parseDOM: [{ tag: "br" }],
    toDOM: () => ["br"],
  },
  kept_inline: {
    inline: true,
    group: "inline",
    attrs: { json: { default: {} } },
    parseDOM: [keptRule("span[data-kept]")],
    toDOM: ({ attrs }) => ["span", keptAttributes(attrs), keptText(attrs.json)],
  },
} satisfies Record<string, NodeSpec>

const marks = {
  link: {
    attrs: { href: {} },
    inclusive: false,
    parseDOM: [
      {
        tag: "a[href]",
        getAttrs: (node) => {
          const href = linkTo(node.getAttribute("href") ?? "")
          return href === undefined ? false : { href }
        },
      },
    ],
    toDOM: ({ attrs }) => {
      const href = linkTo(String(attrs.href))
      return ["a", href === undefined ? {} : { href, title: href, rel: "noopener noreferrer" }, 0]
    },
  },
  bold: {
    parseDOM: [
      { tag: "strong" },
      // Google Docs wraps everything into one that is not bold.
      { tag: "b", getAttrs: (node) => (/font-weight:\s*(normal|400)/.test(styleOf(node)) ? false : null) },
      styled(/font-weight:\s*(bold|[6-9]00)/),
    ],
    toDOM: () => ["strong", 0],
  },
  italic: {
    parseDOM: [{ tag: "em" }, { tag: "i" }, styled(/font-style:\s*italic/)],
    toDOM: () => ["em", 0],
  },
  underline: {
    parseDOM: [{ tag: "u" }, styled(/text-decoration[a-z-]*:[^;]*underline/)],
    toDOM: () => ["u", 0],
  },
  strike: {
    parseDOM: [{ tag: "s" }, { tag: "del" }, { tag: "strike" }, styled(/text-decoration[a-z-]*:[^;]*line-through/)],
    toDOM: () => ["s", 0],
  },
  inline_code: { code: true, parseDOM: [{ tag: "code" }, { tag: "kbd" }], toDOM: () => ["code", 0] },
  /** styles that mean nothing here, such as colours */
  kept_styles: { attrs: { styles: {} }, toDOM: () => ["span", 0] },
} satisfies Record<string, MarkSpec>

export const schema: Schema<keyof typeof nodes, keyof typeof marks> = new Schema({ nodes, marks })

/** Items that can be ticked, as this editor, GitHub and Google Docs have them. */
const ticked = ":scope > li[data-done], :scope > li[role=checkbox], :scope > li > input[type=checkbox]"

function isDone(node: HTMLElement): boolean {
  return (
    node.dataset.done === "true" ||
    node.getAttribute("aria-checked") === "true" ||
    node.querySelector(":scope > input[type=checkbox]")?.hasAttribute("checked") === true
  )
}

function numberOf(text: string | null): number {
  const number = Number(text ?? 1)
  return Number.isInteger(number) && number >= 0 && number < 1e8 ? number : 1
}

/** As `pasting.ts` leaves it: the policy of the page lets no style come in with HTML. */
const styleOf = (node: HTMLElement): string => node.dataset.style ?? ""

function styled(pattern: RegExp): TagParseRule {
  return { tag: "span[data-style]", consuming: false, getAttrs: (node) => (pattern.test(styleOf(node)) ? null : false) }
}

function keptRule(tag: string): TagParseRule {
  return {
    tag,
    getAttrs: (node) => {
      const json = parseKept(node.dataset.kept ?? "")
      return json === null ? false : { json }
    },
  }
}

function parseKept(text: string): object | null {
  try {
    const json: unknown = JSON.parse(text)
    return typeof json === "object" && !Array.isArray(json) ? json : null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

const keptAttributes = ({ json }: Attrs) => ({ class: "kept", "data-kept": JSON.stringify(json) })

/** What it says, or of what type it is. */
function keptText(json: unknown): string {
  const { type, content, props } = asParts(json)
  const { url, caption } = asParts(props)
  return [textOf(content), textOf({ props }), caption, url, type]
    .map(String)
    .find((text) => text !== "" && text !== "undefined")!
}
