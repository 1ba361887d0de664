/** Questions of whoever is signed in: with their token, and once more with a new one when it has expired. */
import { renew, session } from "./session.ts"
import type { Endpoint } from "./post.ts"
import { send, type Answer, type Question } from "./send.ts"

export async function ask<T>(endpoint: Endpoint, question: Question): Promise<Answer<T>> {
  const token = session.value?.access
  const answer = await send<T>(endpoint, question, token)
  if (answer.error?.kind !== "unauthenticated" || token === undefined) return answer
  const renewed = await renew(token)
  return renewed ? send<T>(endpoint, question, renewed.access) : answer
}
