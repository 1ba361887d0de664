import { describe, expect, test } from "bun:test"
import fc from "fast-check"
import { buildBlock, readBlocks, type Block, type Inline, type Styles } from "../../src/metadata/rich-text/block.ts"
import { blocksToMarkdown } from "../../src/metadata/rich-text/blocks-to-markdown.ts"
import { markdownToBlocks } from "../../src/metadata/rich-text/markdown-to-blocks.ts"

const text = (value: string, ...styles: string[]): Inline => ({
  type: "text",
  text: value,
  styles: Object.fromEntries(styles.map((style) => [style, true])),
})
const link = (href: string, value: string): Inline => ({ type: "link", href, content: [text(value)] as never })
const paragraph = (...content: Inline[]) => buildBlock("paragraph", content)
const bullet = (value: string, ...children: Block[]) => buildBlock("bulletListItem", [text(value)], {}, children)
const numbered = (value: string, ...children: Block[]) => buildBlock("numberedListItem", [text(value)], {}, children)

/** A block without its id, and children only where there are some. */
function outline(blocks: readonly Block[]): unknown[] {
  return blocks.map(({ id, children, ...block }) => {
    expect(id).not.toBe("")
    return children.length > 0 ? { ...block, children: outline(children) } : block
  })
}

/** Markdown and blocks that are each other's translation. */
const both: [string, string, Block[]][] = [
  ["a paragraph", "Hello\n", [paragraph(text("Hello"))]],
  ["two paragraphs", "One\n\nTwo\n", [paragraph(text("One")), paragraph(text("Two"))]],
  ["a hard break", "One\\\nTwo\n", [paragraph(text("One\nTwo"))]],
  ["an empty line inside", "One\\\n\\\nTwo\n", [paragraph(text("One\n\nTwo"))]],
  [
    "headings",
    "# A\n\n## B\n\n### C\n",
    [1, 2, 3].map((level) => buildBlock("heading", [text("ABC"[level - 1]!)], { level })),
  ],
  [
    "styles",
    "a **b** *c* ~~d~~ `e` **_f_**\n",
    [
      paragraph(
        text("a "),
        text("b", "bold"),
        text(" "),
        text("c", "italic"),
        text(" "),
        text("d", "strike"),
        text(" "),
        text("e", "code"),
        text(" "),
        text("f", "bold", "italic"),
      ),
    ],
  ],
  [
    "nested styles",
    "*some **bold** words*\n",
    [paragraph(text("some ", "italic"), text("bold", "italic", "bold"), text(" words", "italic"))],
  ],
  ["a link", "See [Acme](https://acme.com).\n", [paragraph(text("See "), link("https://acme.com", "Acme"), text("."))]],
  ["a link with spaces", "[a](<https://acme.com/a b>)\n", [paragraph(link("https://acme.com/a b", "a"))]],
  [
    "lists",
    "- a\n  - b\n    1. c\n    2. d\n- e\n",
    [bullet("a", bullet("b", numbered("c"), numbered("d"))), bullet("e")],
  ],
  ["a paragraph in a list", "- a\n\n  b\n- c\n", [bullet("a", paragraph(text("b"))), bullet("c")]],
  [
    "a list that begins at three",
    "3. a\n4. b\n",
    [buildBlock("numberedListItem", [text("a")], { start: 3 }), numbered("b")],
  ],
  [
    "a check list",
    "- [x] a\n- [ ] b\n",
    [
      buildBlock("checkListItem", [text("a")], { checked: true }),
      buildBlock("checkListItem", [text("b")], { checked: false }),
    ],
  ],
  ["a quote", "> a\\\n> b\n>\n> c\n", [buildBlock("quote", [text("a\nb")], {}, [paragraph(text("c"))])]],
  [
    "code",
    "```ts\nconst a = `x`\n\n  b\n```\n",
    [buildBlock("codeBlock", [text("const a = `x`\n\n  b")], { language: "ts" })],
  ],
  ["code with a fence", "````\n```\n````\n", [buildBlock("codeBlock", [text("```")], { language: "text" })]],
  [
    "code in a list",
    "- a\n\n  ```\n  b\n\n    c\n  ```\n",
    [bullet("a", buildBlock("codeBlock", [text("b\n\n  c")], { language: "text" }))],
  ],
  ["a divider", "a\n\n---\n\nb\n", [paragraph(text("a")), buildBlock("divider", []), paragraph(text("b"))]],
  [
    "marks as text",
    "2 \\* 3, snake_case, \\_x\\_, \\[a], \\<b>, 1 ~ 2, \\\\\n".replace("a]", "a\\]"),
    [paragraph(text("2 * 3, snake_case, _x_, [a], <b>, 1 ~ 2, \\"))],
  ],
  [
    "line beginnings as text",
    "\\# a\\\n1\\. b\\\n\\- c\\\n\\> d\\\n\\---\n",
    [paragraph(text("# a\n1. b\n- c\n> d\n---"))],
  ],
  ["references as text", "AT&T \\&amp; co\n", [paragraph(text("AT&T &amp; co"))]],
]

describe("Markdown and blocks", () => {
  test.each(both)("%s", (_name, markdown, blocks) => {
    expect(blocksToMarkdown(blocks)).toBe(markdown)
    expect(outline(markdownToBlocks(markdown))).toEqual(outline(blocks))
  })

  test.each<[string, string, Block[]]>([
    ["soft breaks are kept", "a\r\nb  \nc", [paragraph(text("a\nb\nc"))]],
    [
      "underlined headings",
      "A\n===\nB\n---",
      [1, 2].map((level) => buildBlock("heading", [text("AB"[level - 1]!)], { level })),
    ],
    ["deep headings and closing marks", "##### A ##", [buildBlock("heading", [text("A")], { level: 3 })]],
    [
      "other marks",
      "__a__ _b_ snake_case",
      [paragraph(text("a", "bold"), text(" "), text("b", "italic"), text(" snake_case"))],
    ],
    ["lists of other hands", "* a\n   * b\n+ c\n1) d", [bullet("a", bullet("b")), bullet("c"), numbered("d")]],
    ["items with lines that are not indented", "- a\nb\n- c", [bullet("a\nb"), bullet("c")]],
    ["unmatched marks", "**a *b _c ~~d `e [f", [paragraph(text("**a *b _c ~~d `e [f"))]],
    ["5*3 in bold", "**5*3**", [paragraph(text("5*3", "bold"))]],
    [
      "autolinks and titles",
      '<https://a.b> [c](https://d.e "t")',
      [paragraph(link("https://a.b", "https://a.b"), text(" "), link("https://d.e", "c"))],
    ],
    ["pictures are links", "![a](https://b.c/d.png)", [paragraph(link("https://b.c/d.png", "a"))]],
    ["links that run code are text", "[a](javascript:alert(1)) [b](<java\tscript:x>)", [paragraph(text("a b"))]],
    ["code without an end", "```\na", [buildBlock("codeBlock", [text("a")], { language: "text" })]],
    ["nothing", " \n\n", []],
  ])("reads: %s", (_name, markdown, blocks) => {
    expect(outline(markdownToBlocks(markdown))).toEqual(outline(blocks))
  })

  test.each<[string, unknown, string]>([
    ["text as content", [{ type: "paragraph", content: "a" }], "a\n"],
    ["a mention", [{ type: "paragraph", content: [{ type: "mention", props: { label: "@Ada" } }] }], "@Ada\n"],
    [
      "a table",
      [{ type: "table", content: { rows: [{ cells: ["a", "b"] }, { cells: ["c", { content: "d" }] }] } }],
      "a | b\\\nc | d\n",
    ],
    ["a picture", [{ type: "image", props: { url: "https://a.b/c.png", name: "c" } }], "![c](https://a.b/c.png)\n"],
    [
      "children of a paragraph",
      [{ type: "paragraph", content: "a", children: [{ type: "paragraph", content: "b" }] }],
      "a\n\nb\n",
    ],
    [
      "spaces inside styles",
      [{ type: "paragraph", content: [text("a "), text(" b ", "bold"), text("c")] }],
      "a  **b** c\n",
    ],
    ["empty blocks", [{ type: "paragraph" }, { type: "heading" }, { type: "paragraph", content: [] }], "#\n"],
    ["no blocks", [], ""],
  ])("writes: %s", (_name, json, markdown) => {
    expect(blocksToMarkdown(readBlocks(json)!)).toBe(markdown)
  })

  test("what is no list of blocks is refused", () => {
    for (const json of [null, {}, "a", [1], [{}], [{ type: 1 }], [{ type: "a", children: {} }]])
      expect(readBlocks(json)).toBeNull()
    let deep: unknown[] = []
    for (let i = 0; i < 40; i++) deep = [{ type: "paragraph", children: deep }]
    expect(readBlocks(deep)).toBeNull()
  })

  test("hostile Markdown takes time in proportion to its length", () => {
    const hostile = ["*a ", "[", "[a](", "_a*b", ">", "- ", "`a``", "<a:", "&#", "~~a", "\\"].map((each) =>
      each.repeat(5000),
    )
    const start = performance.now()
    for (const markdown of hostile) blocksToMarkdown(markdownToBlocks(markdown))
    expect(performance.now() - start).toBeLessThan(2000)
  })
})

// --- round trip -----------------------------------------------------------------------------------------------------

const piece = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom("a", "word", "Zoë", "日本", "9") },
  { weight: 2, arbitrary: fc.constantFrom(" ", "  ", "\n") },
  { weight: 2, arbitrary: fc.constantFrom(..."\\`*_[]()<>~&!#-+=.|:\"'1") },
  fc.constantFrom("**", "~~", "---", "&amp;", "1. ", "- ", "# ", "[x] ", "![", "](", "😀"),
)
const words = fc.array(piece, { minLength: 1, maxLength: 8 }).map((pieces) => pieces.join(""))
const styles: fc.Arbitrary<Styles> = fc
  .subarray(["bold", "italic", "strike"])
  .map((names) => Object.fromEntries(names.map((name) => [name, true])))
const styled = fc.oneof(
  { weight: 5, arbitrary: fc.record({ type: fc.constant("text" as const), text: words, styles }) },
  fc.record({
    type: fc.constant("text" as const),
    text: words.map((value) => value.replaceAll("\n", " ")),
    styles: styles.map((each) => ({ ...each, code: true })),
  }),
)
const linked = fc.record({
  type: fc.constant("link" as const),
  href: fc.constantFrom("https://acme.com", "https://a.b/c_(d)?e=*f*", "https://a.b/<c> d\\e", "/records/1"),
  content: fc.array(styled, { minLength: 1, maxLength: 3 }),
})
const content: fc.Arbitrary<Inline[]> = fc.array(fc.oneof({ weight: 6, arbitrary: styled }, linked), {
  minLength: 1,
  maxLength: 6,
})
const props = (type: string): fc.Arbitrary<Record<string, never>> =>
  (type === "heading"
    ? fc.record({ level: fc.integer({ min: 1, max: 3 }) })
    : type === "checkListItem"
      ? fc.record({ checked: fc.boolean() })
      : fc.constant({})) as fc.Arbitrary<Record<string, never>>

const leaf = fc.oneof(
  fc
    .constantFrom("paragraph", "heading")
    .chain((type) => fc.tuple(content, props(type)).map(([inline, own]) => buildBlock(type, inline, own))),
  fc
    .tuple(fc.array(piece, { maxLength: 8 }), fc.constantFrom("text", "ts", "c++"))
    .map(([pieces, language]) => buildBlock("codeBlock", pieces.length ? [text(pieces.join(""))] : [], { language })),
  fc.constant(0).map(() => buildBlock("divider", [])),
)
const tree = fc.letrec<{ block: Block; container: Block }>((tie) => ({
  block: fc.oneof({ maxDepth: 3 }, leaf, tie("container")),
  container: fc
    .constantFrom("bulletListItem", "numberedListItem", "checkListItem", "quote")
    .chain((type) =>
      fc
        .tuple(
          fc.oneof({ weight: 8, arbitrary: content }, fc.constant<Inline[]>([])),
          props(type),
          fc.array(tie("block"), { maxLength: 3 }),
        )
        .map(([inline, own, children]) => buildBlock(type, inline, own, children)),
    ),
}))

/** What a block says: every character with its styles. Spaces have none, and those at the ends of a line do not count. */
function said(blocks: readonly Block[]): unknown[] {
  return blocks
    .map((block) => ({
      type: block.type,
      props: block.props,
      content: block.type === "codeBlock" ? codeText(block) : characters(block.content),
      children: said(block.children),
    }))
    .filter((block) => block.type !== "paragraph" || block.content.length > 0)
}

function codeText(block: Block): string {
  return block.content.map((each) => (each.type === "text" ? each.text : "")).join("")
}

function characters(inline: readonly Inline[]): string[] {
  const all = inline.flatMap((each): { char: string; mark: string }[] =>
    each.type === "link" ? each.content.flatMap((part) => marked(part, `(${each.href})`)) : marked(each, ""),
  )
  const line = all.map(({ char }) => char).join("")
  let at = 0
  const kept = line.split("\n").map((part) => {
    const from = at + part.length - part.trimStart().length
    const to = at + part.trimEnd().length
    at += part.length + 1
    return all
      .slice(from, Math.max(from, to))
      .map(({ char, mark }) => (char.trim() === "" ? char : char + mark))
      .join("")
  })
  return kept.join("\n").replace(/^\n+|\n+$/g, "") === ""
    ? []
    : kept
        .join("\n")
        .replace(/^\n+|\n+$/g, "")
        .split("\n")
}

function marked(run: Inline, href: string): { char: string; mark: string }[] {
  if (run.type !== "text") return []
  const names = Object.keys(run.styles).sort().join("")
  return run.text.split("").map((char) => ({ char, mark: `${names}${href}` }))
}

test("blocks written as Markdown read back as the same blocks", () => {
  fc.assert(
    fc.property(fc.array(tree.block, { maxLength: 4 }), (blocks) => {
      const markdown = blocksToMarkdown(blocks)
      const again = markdownToBlocks(markdown)
      expect({ markdown, said: said(again) }).toEqual({ markdown, said: said(blocks) })
    }),
    { numRuns: 500 },
  )
})

test("any text survives as a paragraph, and any Markdown can be read", () => {
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join("")),
      (value) => {
        const blocks = [paragraph(text(value))]
        expect(said(markdownToBlocks(blocksToMarkdown(blocks)))).toEqual(said(blocks))
        const markdown = blocksToMarkdown(markdownToBlocks(value))
        expect(said(markdownToBlocks(markdown))).toEqual(said(markdownToBlocks(value)))
      },
    ),
    { numRuns: 1000 },
  )
})
