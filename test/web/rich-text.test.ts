/** Writing formatted texts: notes beside a record, on their own page, and in cells. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test"
import type { Page } from "playwright-core"
import type { Member } from "../support/app.ts"
import { seriousProblems } from "../support/axe.ts"
import { openWebClient, type WebClient } from "../support/web-client.ts"

setDefaultTimeout(60_000)

let client: WebClient
let ada: Member
let page: Page
/** one for all tests that need no visitor of their own: a first visit takes longest */
let shared: Page | undefined
let note: string

beforeAll(async () => {
  client = await openWebClient()
  ada = await client.app.signUp()
})

afterAll(() => client.close())

afterEach(async () => {
  if (page !== shared) await page?.context().close()
  expect(client.complaints.splice(0)).toEqual([])
})

interface RichText {
  blocknote: string | null
  markdown: string
}

async function createNote(bodyV2?: Partial<RichText>): Promise<string> {
  const { data } = await ada.graphql<{ createNote: { id: string } }>(
    "mutation ($data: NoteCreateInput!) { createNote(data: $data) { id } }",
    { data: { title: "Call", ...(bodyV2 && { bodyV2 }) } },
  )
  return data.createNote.id
}

async function body(id = note): Promise<RichText> {
  const { data } = await ada.graphql<{ note: { bodyV2: RichText } }>(
    "query ($id: UUID!) { note(filter: { id: { eq: $id } }) { bodyV2 { blocknote markdown } } }",
    { id },
  )
  return data.note.bodyV2
}

const setBody = (bodyV2: Partial<RichText>) =>
  ada.graphql("mutation ($id: UUID!, $data: NoteUpdateInput!) { updateNote(id: $id, data: $data) { id } }", {
    id: note,
    data: { bodyV2 },
  })

const markdown = async (): Promise<string> => (await body()).markdown

const textbox = () => page.getByRole("textbox", { name: "Body" })
const change = () => page.getByRole("button", { name: "Edit Body" })
const keys = async (...all: string[]) => {
  for (const key of all) await page.keyboard.press(key)
}
const type = (text: string) => page.keyboard.type(text)

/** Everything that was written has been sent and answered. */
async function saved(): Promise<void> {
  await page.waitForTimeout(700)
  await page.locator("html[data-sync=idle]").waitFor()
}

async function visitNote(options: Parameters<WebClient["visit"]>[1] = {}): Promise<void> {
  page = await client.visit(`/object/note/${note}`, { as: ada, viewport: { width: 1300, height: 900 }, ...options })
  page.setDefaultTimeout(8_000)
  await page.getByRole("heading", { name: "Call", level: 1 }).waitFor()
}

async function openNote(): Promise<void> {
  if (!shared) {
    await visitNote()
    shared = page
    return
  }
  page = shared
  await page.goto(`${client.url}/object/note/${note}`)
  await page.getByRole("heading", { name: "Call", level: 1 }).waitFor()
}

async function begin(): Promise<void> {
  await change().click()
  await textbox().and(page.locator(":focus")).waitFor()
  // Right after it got the focus, the editor takes a caret at the very beginning for the browser's own doing.
  await page.waitForTimeout(300)
}

async function leave(): Promise<void> {
  await keys("Escape")
  await change().and(page.locator(":focus")).waitFor()
  await page.waitForTimeout(100)
  await page.locator("html[data-sync=idle]").waitFor()
}

describe("typing", () => {
  beforeEach(async () => {
    note = await createNote()
    await openNote()
    await begin()
  })

  test("UI-149 a slash gives the menu, a hash a heading, a hyphen a list, and a reload shows the same", async () => {
    await type("# Plan")
    await keys("Enter")
    await type("- call Ada")
    await keys("Enter")
    await type("write")
    await keys("Enter", "Enter")
    await type("/")
    const menu = page.getByRole("listbox", { name: "Make it" })
    await menu.getByRole("option", { name: "Heading 1" }).waitFor()
    await type("quo")
    await menu.getByRole("option").first().filter({ hasText: "Quote" }).waitFor()
    await keys("Enter")
    await menu.waitFor({ state: "hidden" })
    await type("so be it")
    await leave()
    expect(await markdown()).toBe("# Plan\n\n- call Ada\n- write\n\n> so be it\n")
    const shown = page.getByRole("region", { name: "Body" }).locator(".rich")
    const before = await shown.innerHTML()
    await page.reload()
    await shown.getByRole("heading", { name: "Plan" }).waitFor()
    expect(await shown.innerHTML()).toBe(before)
    expect(await shown.getByRole("listitem").allInnerTexts()).toEqual(["call Ada", "write"])
    await begin()
    await textbox().getByRole("heading", { name: "Plan" }).waitFor()
    await textbox().getByRole("blockquote").getByText("so be it").waitFor()
  })

  /** What is typed (a name of a key in braces) and what the server has of it. */
  test.each<[string, string, string]>([
    ["headings", "## A{Enter}b{Enter}### C", "## A\n\nb\n\n### C\n"],
    ["numbers", "1. a{Enter}b", "1. a\n2. b\n"],
    ["numbers from three", "3. a{Enter}b", "3. a\n4. b\n"],
    ["ticks", "[] a{Enter}b{Control+Enter}", "- [ ] a\n- [x] b\n"],
    ["a tick that is done", "[x] a", "- [x] a\n"],
    ["an item that can be ticked", "- [] a", "- [ ] a\n"],
    ["a quote", "> a{Enter}b", "> a\n>\n> b\n"],
    ["code that is none", "```{Backspace}", "\\`\\`\\`\n"],
    ["code of two lines", "```const a{Enter}  b", "```\nconst a\n  b\n```\n"],
    ["a divider", "a{Enter}---b", "a\n\n---\n\nb\n"],
    ["bold", "**a** b", "**a** b\n"],
    ["italic", "_a_ or *b*", "*a* or *b*\n"],
    ["struck through", "~~a~~", "~~a~~\n"],
    ["code in a line", "`a` b", "`a` b\n"],
    ["bold by key", "{Control+b}a{Control+b} b", "**a** b\n"],
    ["italic by key", "{Control+i}a", "*a*\n"],
    ["a list by key", "a{Control+Shift+Digit8}", "- a\n"],
    ["a numbered list by key", "a{Control+Shift+Digit7}", "1. a\n"],
    ["a list of another kind", "- a{Enter}b{Control+Shift+Digit9}", "- [ ] a\n- [ ] b\n"],
    ["no list any more", "- a{Control+Shift+Digit8}", "a\n"],
    ["items in items", "- a{Enter}{Tab}b{Enter}{Shift+Tab}c", "- a\n  - b\n- c\n"],
    ["Tab where an item cannot go further in", "- a{Tab}b", "- ab\n"],
    ["Backspace at the beginning of an item", "- a{Home}{Backspace}", "a\n"],
    ["Backspace at the beginning of a heading", "# a{Home}{Backspace}", "a\n"],
    ["Enter in an empty item", "- a{Enter}{Enter}b", "- a\n\nb\n"],
    ["a new line in a paragraph", "a{Shift+Enter}b", "a\\\nb\n"],
    ["a block that is moved up", "a{Enter}b{Control+Alt+ArrowUp}c", "bc\n\na\n"],
    ["an item that is moved down", "- a{Enter}b{ArrowUp}{Control+Alt+ArrowDown}", "- b\n- a\n"],
    ["undone", "a{Enter}- b{Control+z}{Control+z}{Control+z}{Control+z}{Control+z}{Control+z}", ""],
    ["undone and done again", "a{Control+z}{Control+Shift+z}", "a\n"],
    ["the menu is closed, and the sign stays", "/{Escape}a", "/a\n"],
    ["a sign in a word", "and/or", "and/or\n"],
    ["the menu by its signs", "/##{Enter}a", "## a\n"],
    ["the menu with arrows", "/{ArrowDown}{ArrowDown}{Enter}a", "## a\n"],
    ["a divider from the menu", "a{Enter}/div{Enter}b", "a\n\n---\n\nb\n"],
    ["signs that mean something in Markdown", "1 * 2 * 3 snake_case_word", "1 \\* 2 \\* 3 snake_case_word\n"],
  ])("%s", async (_, typed, expected) => {
    for (const part of typed.split(/(\{[^}]+\})/)) {
      if (!/^\{.+\}$/.test(part)) await type(part)
      else {
        await keys(part.slice(1, -1))
        // Where the caret went is told to the editor a moment later.
        await page.evaluate(() => new Promise((done) => setTimeout(() => requestAnimationFrame(done), 30)))
      }
    }
    await leave()
    expect(await markdown()).toBe(expected)
  })
})

describe("the toolbar", () => {
  beforeEach(async () => {
    note = await createNote({ markdown: "See this\n" })
    await openNote()
    await begin()
  })

  const bar = () => page.getByRole("toolbar", { name: "Format" })

  test("is one stop of the keyboard, and says what holds for the caret", async () => {
    await keys("Control+a", "Alt+F10")
    await bar().getByRole("button", { name: "Bold" }).and(page.locator(":focus")).waitFor()
    await keys("ArrowRight")
    await bar().getByRole("button", { name: "Italic" }).and(page.locator(":focus")).waitFor()
    await keys("Enter")
    await bar().getByRole("button", { name: "Italic", pressed: true }).waitFor()
    await textbox().and(page.locator(":focus")).waitFor()
    await bar().getByRole("button", { name: "Heading 2" }).click()
    await bar().getByRole("button", { name: "Heading 2", pressed: true }).waitFor()
    await leave()
    expect(await markdown()).toBe("## *See this*\n")
  })

  test("links lead to pages and letters, and nowhere else", async () => {
    await keys("Control+a", "Control+k")
    const address = page.getByRole("textbox", { name: "Address of the link" })
    await address.fill("javascript:alert(1)")
    await keys("Enter")
    await page.getByRole("alert").filter({ hasText: "A link leads to a web or an e-mail address" }).waitFor()
    await address.fill("example.com/a")
    await keys("Enter")
    await textbox().getByRole("link", { name: "See this" }).waitFor()
    await textbox().and(page.locator(":focus")).waitFor()
    await leave()
    expect(await markdown()).toBe("[See this](https://example.com/a)\n")
    const link = page.getByRole("region", { name: "Body" }).getByRole("link", { name: "See this" })
    expect(await link.getAttribute("rel")).toBe("noopener noreferrer")
    await begin()
    await keys("Control+k")
    await page.getByRole("button", { name: "Remove link" }).click()
    await leave()
    expect(await markdown()).toBe("See this\n")
  })
})

describe("what is written", () => {
  const mention = { type: "mention", props: { user: "1", label: "Ada" } }
  const elsewhere = [
    {
      id: "a",
      type: "paragraph",
      props: { textColor: "red" },
      content: [{ type: "text", text: "Hi ", styles: { textColor: "blue" } }, mention],
      children: [],
    },
    {
      id: "b",
      type: "table",
      props: {},
      content: { type: "tableContent", rows: [{ cells: ["x", "y"] }] },
      children: [],
    },
    { id: "c", type: "image", props: { url: "https://a.test/b.png", caption: "B" }, children: [] },
  ]
  const blocknote = JSON.stringify(elsewhere)

  test("a text that nobody changed is not written, whatever stands in it", async () => {
    note = await createNote({ blocknote })
    await visitNote()
    const requests: string[] = []
    page.on("request", (request) => requests.push(request.postData() ?? ""))
    await begin()
    await textbox().getByText("x | y").waitFor()
    await page.waitForTimeout(800)
    await leave()
    expect(requests.filter((each) => each.includes("updateNote"))).toEqual([])
    expect((await body()).blocknote).toBe(blocknote)
  })

  test("what the editor does not know is held when the rest is changed", async () => {
    note = await createNote({ blocknote })
    await visitNote()
    await begin()
    await keys("Control+Home")
    await page.waitForTimeout(50)
    await type("Oh! ")
    await leave()
    const [first, ...rest] = JSON.parse((await body()).blocknote!) as {
      props: object
      content: { text: string; styles: object }[]
    }[]
    expect(first!.props).toEqual({ textColor: "red" })
    expect(first!.content.map(({ text }) => text).join("")).toContain("Oh! ")
    expect(first!.content.at(-1) as unknown).toEqual(mention)
    expect(JSON.parse(JSON.stringify(rest))).toEqual(elsewhere.slice(1))
  })

  test("is sent while one rests, is one step, and is undone as a whole outside the editor", async () => {
    note = await createNote({ blocknote })
    await visitNote()
    await begin()
    await keys("Control+End")
    await keys("Enter")
    await type("first")
    await saved()
    expect(await markdown()).toContain("first")
    await type(" second")
    await saved()
    expect(await markdown()).toContain("first second")
    await keys("Control+z")
    await textbox().getByText("second").waitFor({ state: "hidden" })
    await leave()
    await keys("Control+z")
    await page.getByRole("status").filter({ hasText: "Undone: Body of Call" }).waitFor()
    await saved()
    expect((await body()).blocknote).toBe(blocknote)
  })

  test("is not lost when one goes elsewhere at once", async () => {
    note = await createNote()
    await visitNote()
    await begin()
    await type("quick")
    await page.getByRole("link", { name: "Notes" }).first().click()
    await page.getByRole("grid").waitFor()
    await page.locator("html[data-sync=idle]").waitFor()
    expect(await markdown()).toBe("quick\n")
  })

  test("stays where the server refuses it, and goes on from there", async () => {
    note = await createNote({ markdown: "before\n" })
    await visitNote()
    await begin()
    await page.route("**/graphql", async (route) => {
      if (!route.request().postData()?.includes("updateNote")) return route.continue()
      await route.fulfill({
        json: { data: { m0: null }, errors: [{ message: "no", path: ["m0"], extensions: { code: "FORBIDDEN" } }] },
      })
    })
    await keys("Control+End")
    await type(" and after")
    await page.getByRole("alert").filter({ hasText: "Body" }).waitFor()
    await textbox().getByText("before and after").waitFor()
    await leave()
    await page.getByRole("region", { name: "Body" }).getByText("before", { exact: true }).waitFor()
    await page.unroute("**/graphql")
    await begin()
    await textbox().getByText("before and after").waitFor()
    await type("!")
    await leave()
    expect(await markdown()).toContain("before and after")
  })

  test("by somebody else comes in as long as nothing of one's own is on its way", async () => {
    note = await createNote({ markdown: "before\n" })
    await visitNote()
    await begin()
    await setBody({ markdown: "theirs\n" })
    await page.evaluate(() => window.dispatchEvent(new Event("focus")))
    await textbox().getByText("theirs").waitFor()
    await keys("Control+End")
    await type(" and mine")
    await setBody({ markdown: "later\n" })
    await page.evaluate(() => window.dispatchEvent(new Event("focus")))
    await saved()
    await textbox().getByText("theirs and mine").waitFor()
    await leave()
    expect(await markdown()).toBe("theirs and mine\n")
  })
})

describe("what is pasted", () => {
  beforeEach(async () => {
    note = await createNote()
    await openNote()
    await begin()
  })

  /** As a browser hands over what was copied elsewhere. */
  const paste = (data: Record<string, string>) =>
    textbox().evaluate((node, given) => {
      const clipboardData = new DataTransfer()
      for (const [type, value] of Object.entries(given)) clipboardData.setData(type, value)
      node.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }))
    }, data)

  test.each<[string, string, string]>([
    [
      "headings, lists and quotes",
      "<h2>A</h2><ul><li>b<ol><li>c</li></ol></li></ul><blockquote>d</blockquote>",
      "## A\n\n- b\n  1. c\n\n> d\n",
    ],
    ["bold and italic", "<p><b>a</b> <i>b</i> <s>c</s> <code>d</code></p>", "**a** *b* ~~c~~ `d`\n"],
    [
      "what Google Docs writes",
      `<meta charset="utf-8"><b style="font-weight:normal" id="docs-internal-guid-1"><p><span style="font-weight:700">a</span><span style="font-weight:400">b</span></p></b>`,
      "**a**b\n",
    ],
    [
      "ticks",
      `<ul><li><input type="checkbox" checked>a</li><li><input type="checkbox">b</li></ul>`,
      "- [x] a\n- [ ] b\n",
    ],
    ["code", "<pre>a\n  b</pre>", "```\na\n  b\n```\n"],
    ["a script", "<p>a<script>globalThis.ran = 1</script></p>", "a\n"],
    ["a picture that runs", `<p>a<img src="x" onerror="globalThis.ran = 1"></p>`, "a\n"],
    [
      "a drawing that runs",
      `<svg onload="globalThis.ran = 1"><script>globalThis.ran = 1</script></svg><p>a</p>`,
      "a\n",
    ],
    ["a link that runs", `<a href="javascript:globalThis.ran = 1">a</a>`, "a\n"],
    ["a link that runs, hidden", `<a href="java\tscript:globalThis.ran = 1">a</a>`, "a\n"],
    ["a link", `<a href="https://a.test/b" onclick="globalThis.ran = 1">a</a>`, "[a](https://a.test/b)\n"],
    ["style sheets", "<style>body { display: none }</style><p style='position: fixed; inset: 0'>a</p>", "a\n"],
    [
      "frames and forms",
      `<iframe srcdoc="<script>top.ran = 1</script>"></iframe><form action="https://evil.test"><p>a</p></form>`,
      "a\n",
    ],
    [
      "a slice of another editor that is none",
      `<p data-pm-slice='1 1 ["list", {"kind": {}}, "nope", null]'>a</p>`,
      "a\n",
    ],
  ])("%s", async (_, html, expected) => {
    await paste({ "text/html": html, "text/plain": "a" })
    await leave()
    expect(await markdown()).toBe(expected)
    expect(await page.evaluate(() => "ran" in globalThis || getComputedStyle(document.body).display === "none")).toBe(
      false,
    )
  })

  test("an address becomes a link", async () => {
    await paste({ "text/plain": "https://a.test/b" })
    await leave()
    expect(await markdown()).toBe("[https://a.test/b](https://a.test/b)\n")
  })

  test("what is larger than a text may be is refused, and what stood there stays", async () => {
    await type("before")
    await paste({ "text/plain": "w".repeat(1_200_000) })
    await page.getByRole("alert").filter({ hasText: "This text is too large (1,200 kB of 1,000)." }).waitFor()
    await paste({ "text/html": `<p>${"<b>x</b>".repeat(700_000)}</p>`, "text/plain": "x".repeat(700_000) })
    await leave()
    expect(await markdown()).toBe("before\n")
  })

  test("a megabyte less something is taken", async () => {
    await paste({ "text/plain": "w".repeat(900_000) })
    await leave()
    expect((await markdown()).length).toBe(900_001)
  })
})

test("what records hold runs nothing, read or written", async () => {
  const run = "globalThis.ran = 1"
  note = await createNote({
    blocknote: JSON.stringify(
      [
        {
          type: "paragraph",
          content: [
            { type: "link", href: `javascript:${run}`, content: [{ type: "text", text: "press", styles: {} }] },
          ],
        },
        {
          type: "paragraph",
          content: [{ type: "text", text: `<img src=x onerror="${run}">`, styles: { [`x" onload="${run}`]: true } }],
        },
        { type: "image", props: { url: `javascript:${run}`, caption: `<svg onload=${run}>` } },
        { type: "heading", props: { level: `1 onload=${run}` }, content: "A" },
        {
          type: "codeBlock",
          props: { language: { a: 1 } },
          content: [{ type: "text", text: "</code><script>", styles: null }],
        },
        { type: "numberedListItem", props: { start: "x" }, content: "b", children: [{ type: 5 }] },
        {
          type: "__proto__",
          props: { __proto__: { a: 1 } },
          content: [null, 1, [], { type: "link", href: {}, content: null }],
        },
      ]
        .filter((each) => typeof each.type === "string")
        .map((each) => ({ ...each, children: [] })),
    ),
  })
  await visitNote()
  const region = page.getByRole("region", { name: "Body" })
  await region.getByText("press").waitFor()
  expect(await region.getByRole("link").count()).toBe(0)
  await begin()
  await textbox().getByText("press").click()
  expect(await textbox().locator("a[href], img, svg, script").count()).toBe(0)
  await type("on")
  await leave()
  expect((await body()).blocknote).not.toContain(`"href":"javascript:`)
  expect(await page.evaluate(() => "ran" in globalThis)).toBe(false)
})

test("the editor is fetched when somebody is about to write, not for reading", async () => {
  note = await createNote({ markdown: "# Read me\n" })
  const context = { as: ada, viewport: { width: 1300, height: 900 } }
  page = await client.visit("/objects/notes", context)
  await page.getByRole("grid").waitFor()
  const loaded = () =>
    page.evaluate(
      () =>
        performance
          .getEntriesByType("resource")
          .filter((each) => (each as PerformanceResourceTiming).encodedBodySize > 50_000).length,
    )
  await page.goto(`${client.url}/object/note/${note}`)
  await page.getByRole("heading", { name: "Read me" }).waitFor()
  await page.waitForTimeout(1500)
  const before = await loaded()
  await change().hover()
  await page.waitForFunction(
    (most) =>
      performance
        .getEntriesByType("resource")
        .filter((each) => (each as PerformanceResourceTiming).encodedBodySize > 50_000).length > most,
    before,
  )
  await begin()
})

test("what is typed before the editor is there is taken, and stays for whoever leaves", async () => {
  note = await createNote({ markdown: "before\n" })
  page = await client.visit("/objects/notes", { as: ada, viewport: { width: 1300, height: 900 } })
  page.setDefaultTimeout(8_000)
  const index = await page.getByRole("columnheader", { name: "Body", exact: true }).getAttribute("aria-colindex")
  const cell = page.getByRole("row").filter({ hasText: "before" }).locator(`[aria-colindex="${index}"]`).first()
  await cell.waitFor()
  let body = Promise.withResolvers<void>()
  await page.route("**/graphql", async (route) => {
    if (route.request().postData()?.includes("blocknote markdown")) await body.promise
    await route.continue()
  })
  await cell.click()
  await keys("Enter")
  const early = page.locator(".editor textarea")
  await early.and(page.locator(":focus")).waitFor()
  await type(" and")
  body.resolve()
  await page.getByRole("toolbar", { name: "Format" }).waitFor()
  await type(" then")
  await keys("Escape")
  await page.locator(".editor").waitFor({ state: "detached" })
  await saved()
  expect(await markdown()).toBe("before and then\n")
  await setBody({ markdown: "again\n" })
  await page.reload()
  await page.getByText("again").waitFor()
  body = Promise.withResolvers()
  await page.getByText("again").click()
  await keys("Enter")
  await early.and(page.locator(":focus")).waitFor()
  await type("early")
  await keys("Escape")
  await page.locator(".editor").waitFor({ state: "detached" })
  const written = page.waitForResponse((answer) => answer.request().postData()?.includes("early") === true)
  body.resolve()
  await written
  await saved()
  expect(await markdown()).toBe("again\n\nearly\n")
})

test.each([
  ["light", 1300],
  ["dark", 1300],
  ["light", 390],
] as const)("has nothing serious for axe to say in %s, %p pixels wide, and is no wider", async (colorScheme, width) => {
  note = await createNote({
    markdown:
      "# A\n\n- b\n- [x] c\n- [ ] d\n\n> e [f](https://a.test)\n\n```\n" +
      "g ".repeat(200) +
      "\n```\n\n---\n\n**h** `i`\n",
  })
  await visitNote({ viewport: { width, height: 844 }, colorScheme, hasTouch: width < 640 })
  expect(await seriousProblems(page)).toEqual([])
  await begin()
  expect(await seriousProblems(page)).toEqual([])
  await keys("Enter")
  await type("/")
  await page.getByRole("listbox", { name: "Make it" }).waitFor()
  expect(await seriousProblems(page)).toEqual([])
  const described = await textbox().evaluate((node) => ({
    lines: node.getAttribute("aria-multiline"),
    active: document.getElementById(node.getAttribute("aria-activedescendant") ?? "")?.textContent,
    hint: document.getElementById(node.getAttribute("aria-describedby") ?? "")?.textContent,
  }))
  expect(described).toEqual({
    lines: "true",
    active: "Text",
    hint: "Alt+F10 leads to the formats, Escape ends writing.",
  })
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
  await keys("Escape", "Control+k")
  await page.getByRole("textbox", { name: "Address of the link" }).waitFor()
  expect(await seriousProblems(page)).toEqual([])
})
