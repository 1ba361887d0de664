/** Writes that carry an `Idempotency-Key` are carried out once. */
import type { MiddlewareHandler } from "hono"
import type { Services } from "../../accounts/services.ts"
import { badInput } from "../../errors.ts"
import { answerOnce, idempotencyKey } from "../idempotency.ts"
import type { RestEnv } from "./authenticated.ts"
import { sendsLines } from "./lines.ts"

export function answeredOnce(services: Services): MiddlewareHandler<RestEnv> {
  return async (context, next) => {
    const { req } = context
    const key = req.method === "GET" || req.method === "HEAD" ? null : idempotencyKey(req.raw)
    if (key === null) return next()
    if (sendsLines(req.raw)) {
      throw badInput("A stream of lines is not kept under an Idempotency-Key; send it again with upsert=true instead")
    }
    const { pathname, search } = new URL(req.url)
    const conditions = ["if-match", "if-none-match"].flatMap((name) => req.raw.headers.get(name) ?? [])
    const asked = JSON.stringify([req.method, pathname, search, await req.raw.clone().text(), ...conditions])
    const work = async () => {
      await next()
      return context.res
    }
    const answer = await answerOnce(services, context.get("identity"), { key, asked }, work)
    context.res = undefined
    context.res = answer
    return undefined
  }
}
