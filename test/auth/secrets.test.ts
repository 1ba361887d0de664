/** Sealed secrets: opened by whoever sealed them, for what they were sealed for, and as they were. */
import { expect, test } from "bun:test"
import { Secrets } from "../../src/auth/secrets.ts"
import { testSecret } from "../support/secret.ts"

const secrets = new Secrets([testSecret])

for (const text of ["", "a client secret", "Grüße 🌍", "x".repeat(10_000)]) {
  test(`"${text.slice(0, 20)}" comes back, and looks different each time`, async () => {
    const sealed = await secrets.seal("test", text)
    expect(await secrets.open("test", sealed)).toBe(text)
    expect(await secrets.seal("test", text)).not.toBe(sealed)
    if (text !== "") expect(sealed).not.toContain(text)
  })
}

test("not for another purpose, nor with another APP_SECRET", async () => {
  const sealed = await secrets.seal("test", "hello")
  expect(await secrets.open("other", sealed)).toBeUndefined()
  expect(await new Secrets([`${testSecret}!`]).open("test", sealed)).toBeUndefined()
})

test("after APP_SECRET was changed the former one opens it still", async () => {
  const sealed = await secrets.seal("test", "hello")
  expect(await new Secrets([`${testSecret}!`, testSecret]).open("test", sealed)).toBe("hello")
  await expect(new Secrets([`${testSecret}!`]).mustOpen("test", sealed)).rejects.toThrow("APP_SECRET")
})

test("not when anything was changed", async () => {
  const sealed = await secrets.seal("test", "hello")
  for (let place = 0; place < sealed.length - 1; place++) {
    const other = sealed[place] === "A" ? "B" : "A"
    const changed = sealed.slice(0, place) + other + sealed.slice(place + 1)
    expect({ place, opened: await secrets.open("test", changed) }).toEqual({ place, opened: undefined })
  }
  for (const text of ["", "1", "1..", "hello", sealed.slice(0, -4), `${sealed}AAAA`, `2${sealed.slice(1)}`])
    expect(await secrets.open("test", text)).toBeUndefined()
})
