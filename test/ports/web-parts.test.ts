/** Chunks that become one file: what they do stays what it was. */
import { afterAll, expect, test } from "bun:test"
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { joinParts, type Parts } from "../../src/ports/web-parts.ts"

const folders: string[] = []
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))))

const part = (letter: string) => `part-${letter.repeat(8)}.js`

/** Runs it as a browser would. @returns what `name` exports */
async function run(texts: Parts, name: string): Promise<Record<string, unknown>> {
  const folder = await mkdtemp(join(tmpdir(), "kith-parts-test-"))
  folders.push(folder)
  await writeFile(join(folder, "package.json"), `{"type":"module"}`)
  await Promise.all([...texts].map(([each, text]) => writeFile(join(folder, each), text)))
  return import(join(folder, name))
}

const parts: Parts = new Map([
  [part("a"), `var a=1,set=(v)=>void(a=v);export{a,set};`],
  [part("b"), `import{a}from"./${part("a")}";var b=a+1;export{b};`],
  [part("c"), `import{b}from"./${part("b")}";var c=b+1;export{c};`],
  [part("d"), `var a=40,d=a+4;export{d};`],
  [part("f"), `import{d}from"./${part("d")}";import{c}from"./${part("c")}";var f=c+d;export{f as default};`],
  [
    "main-eeeeeeee.js",
    `import{c}from"./${part("c")}";import"./${part("d")}";import{a,set}from"./${part("a")}";import{d}from"./${part("d")}";
var now=()=>[a,c,d],late=()=>import("./${part("f")}");export{now,late,set};`,
  ],
])

test("what goes together is one file, and everybody finds what was in it", async () => {
  const { texts, nameOf } = await joinParts(parts, [[part("a"), part("d")]])
  expect(texts.size).toBe(parts.size - 1)
  expect(nameOf(part("a"))).toBe(nameOf(part("d")))
  expect([...texts.values()].join("").match(/part-(a{8}|d{8})/)).toBeNull()
  const main = (await run(texts, nameOf("main-eeeeeeee.js"))) as {
    now(): number[]
    set(value: number): void
    late(): Promise<{ default: number }>
  }
  expect(main.now()).toEqual([1, 3, 44])
  main.set(7)
  expect(main.now()).toEqual([7, 3, 44])
  expect((await main.late()).default).toBe(47)
})

test("files never wait for each other", async () => {
  // c needs b, which needs a.
  const { texts, nameOf } = await joinParts(parts, [[part("a"), part("c"), part("d")]])
  expect(nameOf(part("a"))).toBe(nameOf(part("d")))
  expect(nameOf(part("c"))).not.toBe(nameOf(part("a")))
  expect(((await run(texts, nameOf("main-eeeeeeee.js"))) as { now(): number[] }).now()).toEqual([1, 3, 44])
})

test("nor do two groups wait for each other", async () => {
  const crossed: Parts = new Map([
    [part("b"), `var b=1;export{b};`],
    [part("a"), `import{b}from"./${part("b")}";var a=b+1;export{a};`],
    [part("d"), `var d=2;export{d};`],
    [part("c"), `import{d}from"./${part("d")}";var c=d+1;export{c};`],
  ])
  const { nameOf } = await joinParts(crossed, [
    [part("a"), part("d")],
    [part("b"), part("c")],
  ])
  expect(nameOf(part("a"))).toBe(nameOf(part("d")))
  expect(nameOf(part("b"))).not.toBe(nameOf(part("c")))
})

test("chunks that give others the same name for different things stay apart", async () => {
  const same: Parts = new Map(["a", "b"].map((each) => [part(each), `var a="${each}";export{a};`]))
  const { nameOf } = await joinParts(same, [[part("a"), part("b")]])
  expect(nameOf(part("a"))).not.toBe(nameOf(part("b")))
})

test("names change with what is in the files that they lead to", async () => {
  const before = await joinParts(parts, [[part("a"), part("d")]])
  const changed = new Map(parts).set(part("x"), `var x=1;export{x};`)
  const after = await joinParts(changed, [[part("a"), part("d"), part("x")]])
  for (const [name] of parts) expect(after.nameOf(name)).not.toBe(before.nameOf(name))
})
