/** Password hashing, which needs native code: argon2id by Bun here, by another runtime's own elsewhere. */

export interface Passwords {
  hash(password: string): Promise<string>
  verify(password: string, hash: string): Promise<boolean>
}

/** OWASP's first choice: 19 MiB, two passes; about 26 ms. */
export const bunPasswords: Passwords = {
  hash: (password) => Bun.password.hash(password, { algorithm: "argon2id", memoryCost: 19_456, timeCost: 2 }),
  verify: (password, hash) => Bun.password.verify(password, hash),
}
