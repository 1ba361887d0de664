/**
 * `/scim/v2/{workspaceId}`: SCIM 2.0 (RFC 7643, 7644) for the directory of a workspace. The workspace is part of the address,
 * because directories take one address and one token; the token is for that workspace alone.
 */
import { Hono, type Context } from "hono"
import { addressKey } from "../../accounts/credentials.ts"
import {
  changeScimGroup,
  createScimGroup,
  deleteScimGroup,
  getScimGroup,
  listScimGroups,
  type ScimGroup,
} from "../../accounts/scim/groups.ts"
import { badScimToken, checkScimToken, type ScimToken } from "../../accounts/scim/tokens.ts"
import {
  changeScimUser,
  createScimUser,
  deleteScimUser,
  getScimUser,
  listScimUsers,
  type ScimList,
  type ScimUser,
} from "../../accounts/scim/users.ts"
import type { Services } from "../../accounts/services.ts"
import { AppError, badInput } from "../../errors.ts"
import { bearerToken } from "../authenticate.ts"
import { servicesFor } from "../client.ts"
import { listAnswer, resourceAnswer, scimAnswer, scimError } from "./answers.ts"
import { mostResults, providerConfig, resourceTypes, schemas } from "./discovery.ts"
import { parseFilter } from "./filter.ts"
import { isObject, type JsonObject } from "./json.ts"
import { applyPatch } from "./patch.ts"
import { project, readProjection, shows } from "./projection.ts"
import { presentGroup, presentUser, readGroup, readUser, tagOfGroup, tagOfUser } from "./resources.ts"

interface ScimEnv {
  Variables: { services: Services; token: ScimToken; base: string }
}

type ScimContext = Context<ScimEnv>

export function scimRoutes(services: Services): Hono<ScimEnv> {
  const app = new Hono<ScimEnv>().basePath("/:workspaceId")
  app.use(async (context, next) => {
    const workspaceId = context.req.param("workspaceId")!
    const token = bearerToken(context.req.raw)
    if (!token) throw badScimToken()
    context.set("token", await checkScimToken(services, workspaceId, token))
    context.set("services", servicesFor(services, context))
    context.set("base", `${services.config.publicUrl}/scim/v2/${workspaceId}`)
    return next()
  })
  userRoutes(app)
  groupRoutes(app)
  discoveryRoutes(app)
  app.all("*", ({ req }) => {
    throw new AppError("NOT_FOUND", `There is nothing at ${req.method} ${req.path}`)
  })
  app.onError((error) => scimError(error))
  return app
}

function userRoutes(app: Hono<ScimEnv>): void {
  const answer = (context: ScimContext, user: ScimUser, isNew = false) => {
    const shown = project(presentUser(context.var.base, user), projectionOf(context))
    return resourceAnswer(context.req.raw, shown, { tag: tagOfUser(user), isNew })
  }
  const checked = (context: ScimContext) => (user: ScimUser) => requireMatch(context, tagOfUser(user))

  app.get("/Users", async (context) => {
    const list = readList(context)
    const { users, total } = await listScimUsers(context.var.services, context.var.token, list)
    const shown = users.map((user) => project(presentUser(context.var.base, user), projectionOf(context)))
    return listAnswer(shown, total, list.startIndex)
  })
  app.post("/Users", async (context) => {
    const values = readUser(await readBody(context))
    return answer(context, await createScimUser(context.var.services, context.var.token, values), true)
  })
  app.get("/Users/:id", async (context) =>
    answer(context, await getScimUser(context.var.services, context.var.token, context.req.param("id"))),
  )
  app.put("/Users/:id", async (context) => {
    const body = await readBody(context)
    const changed = await changeScimUser(context.var.services, context.var.token, context.req.param("id"), (before) => {
      checked(context)(before)
      return readUser(body)
    })
    return answer(context, changed)
  })
  app.patch("/Users/:id", async (context) => {
    const body = await readBody(context)
    const changed = await changeScimUser(context.var.services, context.var.token, context.req.param("id"), (before) => {
      checked(context)(before)
      return readUser(applyPatch(asWritten(before), body))
    })
    return answer(context, changed)
  })
  app.delete("/Users/:id", async (context) => {
    await deleteScimUser(context.var.services, context.var.token, context.req.param("id"), checked(context))
    return new Response(null, { status: 204 })
  })
}

/**
 * What a PATCH changes: without what is only derived, the displayName from the name and the address from the userName, and
 * without `active`, which the directory has not said of whom an admin removed.
 */
function asWritten(user: ScimUser): JsonObject {
  const { emails, active: _, ...rest } = presentUser("", user)
  const isApart = user.email !== addressKey(user.userName)
  return { ...rest, displayName: user.displayName, ...(isApart && { emails }) }
}

function groupRoutes(app: Hono<ScimEnv>): void {
  const answer = (context: ScimContext, group: ScimGroup, isNew = false) => {
    const shown = project(presentGroup(context.var.base, group), projectionOf(context))
    return resourceAnswer(context.req.raw, shown, { tag: tagOfGroup(group), isNew })
  }
  const checked = (context: ScimContext) => (group: ScimGroup) => requireMatch(context, tagOfGroup(group))
  const withMembers = (context: ScimContext) => ({ withMembers: shows(projectionOf(context), "members") })

  app.get("/Groups", async (context) => {
    const list = readList(context)
    const { groups, total } = await listScimGroups(context.var.services, context.var.token, list, withMembers(context))
    const shown = groups.map((group) => project(presentGroup(context.var.base, group), projectionOf(context)))
    return listAnswer(shown, total, list.startIndex)
  })
  app.post("/Groups", async (context) => {
    const values = readGroup(await readBody(context))
    return answer(context, await createScimGroup(context.var.services, context.var.token, values), true)
  })
  app.get("/Groups/:id", async (context) =>
    answer(
      context,
      await getScimGroup(context.var.services, context.var.token, context.req.param("id"), withMembers(context)),
    ),
  )
  app.put("/Groups/:id", async (context) => {
    const body = await readBody(context)
    const changed = await changeScimGroup(
      context.var.services,
      context.var.token,
      context.req.param("id"),
      (before) => {
        checked(context)(before)
        return readGroup(body)
      },
    )
    return answer(context, changed)
  })
  app.patch("/Groups/:id", async (context) => {
    const body = await readBody(context)
    const changed = await changeScimGroup(
      context.var.services,
      context.var.token,
      context.req.param("id"),
      (before) => {
        checked(context)(before)
        return readGroup(applyPatch(presentGroup("", before), body))
      },
    )
    return answer(context, changed)
  })
  app.delete("/Groups/:id", async (context) => {
    await deleteScimGroup(context.var.services, context.var.token, context.req.param("id"), checked(context))
    return new Response(null, { status: 204 })
  })
}

function discoveryRoutes(app: Hono<ScimEnv>): void {
  const one = (all: JsonObject[], id: string) => {
    const found = all.find((each) => each.id === id)
    if (!found) throw new AppError("NOT_FOUND", `There is nothing with the id ${id}`)
    return scimAnswer(found)
  }
  app.get("/ServiceProviderConfig", ({ var: { base } }) => scimAnswer(providerConfig(base)))
  app.get("/ResourceTypes", ({ var: { base } }) => listAnswer(resourceTypes(base), 2, 1))
  app.get("/ResourceTypes/:id", ({ req, var: { base } }) => one(resourceTypes(base), req.param("id")))
  app.get("/Schemas", ({ var: { base } }) => listAnswer(schemas(base), 2, 1))
  app.get("/Schemas/:id", ({ req, var: { base } }) => one(schemas(base), req.param("id")))
}

const projectionOf = (context: ScimContext) => readProjection(new URL(context.req.url).searchParams)

function readList({ req }: ScimContext): ScimList {
  const query = new URL(req.url).searchParams
  const filter = query.get("filter")?.trim()
  return {
    condition: filter ? parseFilter(filter) : undefined,
    startIndex: Math.max(1, integer(query, "startIndex", 1)),
    count: Math.min(mostResults, Math.max(0, integer(query, "count", 100))),
  }
}

function integer(query: URLSearchParams, name: string, fallback: number): number {
  const text = query.get(name)
  if (text === null || text === "") return fallback
  const value = Number(text)
  if (Number.isSafeInteger(value) && Math.abs(value) < 2 ** 31) return value
  throw badInput(`${name} is a whole number`, "INVALID_VALUE")
}

/** Whatever the content type says: directories write `application/scim+json` and `application/json`. */
async function readBody({ req }: ScimContext): Promise<JsonObject> {
  try {
    const body: unknown = await req.json()
    if (isObject(body)) return body
  } catch {
    // Said below.
  }
  throw badInput("The body has to be a JSON object", "INVALID_SYNTAX")
}

/** Throws PRECONDITION_FAILED where `If-Match` names another state. */
function requireMatch({ req }: ScimContext, tag: string): void {
  const header = req.header("if-match")
  if (header === undefined || header.trim() === "*") return
  const bare = (text: string) => text.trim().replace(/^W\//, "")
  if (header.split(",").some((each) => bare(each) === bare(tag))) return
  throw new AppError("PRECONDITION_FAILED", "It was changed since it was read; read it again")
}
