/** What the local mailbox shows, as a person would find it there. */
import type { TestApp } from "./app.ts"

export async function mailboxText(app: TestApp): Promise<string> {
  const text = await (await app.request("/mailbox")).text()
  return text.replaceAll("&amp;", "&")
}

/** The first group of the pattern in the newest mail to an address. */
export async function mailed(app: TestApp, to: string, pattern: RegExp): Promise<string | undefined> {
  const articles = (await mailboxText(app)).split("<article>")
  return articles.flatMap((each) => (each.includes(`To ${to}`) ? (pattern.exec(each)?.[1] ?? []) : []))[0]
}
