/** Documents of rich texts, as they come in and as they go out again. */
import { describe, expect, test } from "bun:test"
import { blocksOf, linkTo, type Block } from "../../web/fields/blocks.ts"
import { documentOf } from "../../web/editors/rich-text/from-blocks.ts"
import { blocksOfDocument, isEmpty } from "../../web/editors/rich-text/to-blocks.ts"
import { markdownToBlocks } from "../../src/metadata/rich-text/markdown-to-blocks.ts"

let last = 0
const block = (type: string, content: unknown, props: object = {}, children: unknown[] = []) => ({
  id: `b${++last}`,
  type,
  props,
  content,
  children,
})
const text = (value: string, styles: object = {}) => ({ type: "text", text: value, styles })
const paragraph = (value: string, ...children: unknown[]) => block("paragraph", [text(value)], {}, children)
const item = (value: string, ...children: unknown[]) => block("bulletListItem", [text(value)], {}, children)

const roundTrip = (blocks: unknown[]): Block[] =>
  blocksOfDocument(documentOf(blocksOf({ blocknote: JSON.stringify(blocks) })!))

const colours = { textColor: "red", backgroundColor: "default", textAlignment: "center" }

describe("what comes in goes out again", () => {
  test.each<[string, unknown[]]>([
    ["paragraphs", [paragraph("a"), block("paragraph", []), paragraph("b")]],
    ["props without a meaning here", [block("paragraph", [text("a")], colours)]],
    ["headings of six levels", [1, 2, 3, 4, 5, 6].map((level) => block("heading", [text("a")], { ...colours, level }))],
    ["a heading that folds", [block("heading", [text("a")], { level: 2, isToggleable: true }, [paragraph("b")])]],
    [
      "styles",
      [
        block("paragraph", [
          text("a", { bold: true, italic: true }),
          text("b", { underline: true }),
          text("c", { strike: true, code: true }),
          text("d", { textColor: "red", bold: true }),
        ]),
      ],
    ],
    ["lines in a paragraph", [paragraph("a\nb\n\nc")]],
    [
      "links",
      [
        block("paragraph", [
          text("see "),
          { type: "link", href: "https://a.test/?b=c", content: [text("a", { bold: true }), text("b")] },
          { type: "link", href: "tel:+4930", content: [text("call")] },
          { type: "link", href: "/objects/people", content: [text("people")] },
        ]),
      ],
    ],
    ["lists in lists", [item("a", item("b", block("numberedListItem", [text("c")])), paragraph("d")), item("e")]],
    ["numbers", [block("numberedListItem", [text("a")], { start: 3 }), block("numberedListItem", [text("b")])]],
    [
      "numbers that begin anew",
      [block("numberedListItem", [text("a")]), block("numberedListItem", [text("b")], { start: 7 })],
    ],
    [
      "ticks",
      [block("checkListItem", [text("a")], { checked: true }), block("checkListItem", [text("b")], { checked: false })],
    ],
    [
      "lists of three kinds",
      [item("a"), block("checkListItem", [], { checked: false }), block("numberedListItem", [])],
    ],
    ["items that fold", [block("toggleListItem", [text("a")], colours, [paragraph("b")]), item("c")]],
    ["a quote with what is in it", [block("quote", [text("a")], {}, [paragraph("b"), item("c")])]],
    ["an empty quote", [block("quote", [])]],
    [
      "code",
      [block("codeBlock", [text("a\n  b `c`\n\n")], { language: "ts" }), block("codeBlock", [], { language: "text" })],
    ],
    ["a divider", [paragraph("a"), block("divider", []), paragraph("b")]],
    [
      "paragraphs further in",
      [paragraph("a", paragraph("b", paragraph("c"), item("d")), paragraph("e")), paragraph("f")],
    ],
    [
      "pictures, tables and what else there may be",
      [
        block("image", undefined, { url: "https://a.test/b.png", caption: "B", previewWidth: 200 }),
        block("table", { type: "tableContent", columnWidths: [null], rows: [{ cells: [[text("a")], "b"] }] }),
        block("callout", [text("a")], { icon: "!" }, [paragraph("b")]),
        paragraph("c"),
      ],
    ],
    [
      "what stands in a line and is unknown",
      [block("paragraph", [text("hi "), { type: "mention", props: { user: "1", label: "Ada" }, content: undefined }])],
    ],
    [
      "what the server makes of Markdown",
      markdownToBlocks("# A\n\n- b\n  1. c\n\n> d\n>\n> e\n\n```ts\nf\n```\n\n---\n\n- [x] g **h**"),
    ],
  ])("%s", (_, blocks) => {
    const given = JSON.parse(JSON.stringify(blocks)) as unknown
    expect(JSON.parse(JSON.stringify(roundTrip(blocks)))).toEqual(given)
  })
})

describe("what is put in order on the way", () => {
  test("bare text is a run, neighbours of one style are one, and what is false is left out", () => {
    const [first, second] = roundTrip([
      block("paragraph", "a"),
      block("paragraph", [text("a", { bold: false }), text("b")]),
    ])
    expect(first!.content).toEqual([text("a")])
    expect(second!.content).toEqual([text("ab")])
  })

  test("blocks without an id get one, and no two have the same", () => {
    const again = { ...paragraph("a"), id: "same" }
    const blocks = roundTrip([again, again, { ...again, id: undefined }])
    expect(blocks[0]!.id).toBe("same")
    expect(new Set(blocks.map(({ id }) => id)).size).toBe(3)
    expect(blocks.every(({ id }) => id !== "")).toBe(true)
  })

  test.each(["javascript:alert(1)", "JaVa\nScript:alert(1)", " \u0001javascript:x", "data:text/html,x", "vbscript:x"])(
    "the link to %p is text",
    (href) => {
      const [only] = roundTrip([block("paragraph", [{ type: "link", href, content: [text("a")] }])])
      expect(only!.content).toEqual([text("a")])
    },
  )

  test("what is deeper than documents may be comes further out", () => {
    const deep = Array.from({ length: 60 }).reduce<object>((inner) => item("a", inner), item("end"))
    const depthOf = ({ children }: Block): number => 1 + Math.max(0, ...children.map(depthOf))
    const blocks = roundTrip([deep])
    expect(Math.max(...blocks.map(depthOf))).toBeLessThanOrEqual(32)
    expect(JSON.stringify(blocks).match(/"a"/g)!.length).toBe(60)
    expect(JSON.stringify(blocks)).toContain('"end"')
  })
})

test.each<[string, unknown[], boolean]>([
  ["nothing", [], true],
  ["an empty paragraph", [block("paragraph", [])], true],
  ["a heading to be filled", [block("heading", [], { level: 1 })], false],
  ["a picture", [block("image", undefined, { url: "https://a.test" })], false],
  ["a word", [paragraph("a")], false],
])("of %s is there nothing? %p", (_, blocks, expected) => {
  expect(isEmpty(documentOf(blocksOf({ blocknote: JSON.stringify(blocks), markdown: "" })!))).toBe(expected)
})

test.each<[unknown, "unknown" | number]>([
  [{ markdown: "a" }, "unknown"],
  [{ markdown: "" }, 0],
  [null, 0],
  [{ blocknote: "not JSON", markdown: "a" }, "unknown"],
  [{ blocknote: "[1, null, {}]", markdown: "a" }, 3],
])("the document of %p has %p blocks", (value, expected) => {
  expect(blocksOf(value)?.length ?? "unknown").toBe(expected)
})

test.each([
  ["https://a.test", "https://a.test/"],
  ["a.test/b", "https://a.test/b"],
  ["mailto:a@b.test", "mailto:a@b.test"],
  ["MAILTO:a@b.test?subject=Hi", "mailto:a@b.test?subject=Hi"],
  ["javascript:alert(1)", undefined],
  ["java\tscript:alert(1)", undefined],
  ["data:text/html,a", undefined],
  ["ftp://a.test", undefined],
  ["mailto:", undefined],
])("the link to %p leads to %p", (given, expected) => {
  expect(linkTo(given)).toBe(expected)
})
