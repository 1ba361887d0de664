/** Passwords are kept as what OWASP's cheat sheet asks of argon2id at least: 19 MiB, two passes. */
import { expect, test } from "bun:test"
import { bunPasswords } from "../../src/ports/passwords.ts"

test("a password is kept as argon2id, salted, and told from a wrong one", async () => {
  const [first, second] = await Promise.all([bunPasswords.hash("correct horse"), bunPasswords.hash("correct horse")])
  for (const hash of [first, second]) {
    expect(hash).toStartWith("$argon2id$v=19$m=19456,t=2,p=1$")
    expect(await bunPasswords.verify("correct horse", hash)).toBe(true)
    expect(await bunPasswords.verify("wrong horse", hash)).toBe(false)
  }
  expect(first).not.toBe(second)
})
