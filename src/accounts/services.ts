/** What one process of Kith shares between requests and jobs. Made once at start, handed down, never looked up. */
import { join } from "node:path"
import { FileUrls } from "../auth/file-urls.ts"
import { Principals, type Identity } from "../auth/principals.ts"
import { systemPrincipal, type Principal } from "../auth/principal.ts"
import { MailedTokens } from "../auth/mailed-tokens.ts"
import { Secrets } from "../auth/secrets.ts"
import { KeyUse } from "../auth/key-use.ts"
import { RateLimits } from "../auth/rate-limits.ts"
import { SigningKeys } from "../auth/signing-keys.ts"
import { Tokens } from "../auth/tokens.ts"
import { postgresCounters } from "../db/rate-counters.ts"
import type { Counters } from "../ports/counters.ts"
import { redisCounters } from "../ports/redis-counters.ts"
import { appSecrets, type Config } from "../config.ts"
import { noClient, type Client } from "../auth/client.ts"
import { AppError } from "../errors.ts"
import { SchemaStore } from "../metadata/store.ts"
import type { Database } from "../ports/driver.ts"
import type { FileStore } from "../ports/file-store.ts"
import { openFileStore } from "../ports/open-file-store.ts"
import { openWebBundle, type WebBundle } from "../ports/web-bundle.ts"
import { bunPasswords, type Passwords } from "../ports/passwords.ts"
import { Answers } from "../records/answers.ts"
import { Counts } from "../records/counts.ts"
import { whileStale } from "../records/guard.ts"
import { readRecords } from "../records/read.ts"
import { openWorkspace, type Workspace } from "../records/workspace.ts"
import { Wake } from "./wake.ts"

export interface Services {
  config: Config
  db: Database
  schemas: SchemaStore
  principals: Principals
  signingKeys: SigningKeys
  tokens: Tokens
  mailedTokens: MailedTokens
  secrets: Secrets
  passwords: Passwords
  wake: Wake
  files: FileStore
  fileUrls: FileUrls
  /** the web client's files */
  web: WebBundle
  /** the clock by which tokens and files expire: milliseconds since 1970 */
  now: () => number
  /** none where ANSWER_CACHE_SIZE is 0 */
  answers: Answers | undefined
  counts: Counts
  rateLimits: RateLimits
  keyUse: KeyUse
  /** waits for so many milliseconds */
  pause: (duration: number) => Promise<void>
  /** where the request came from that these serve; nowhere for what the platform does by itself */
  client: Client
}

/** `config.appSecret` must be set by now. */
export function createServices(
  config: Config,
  db: Database,
  {
    now = Date.now,
    files = openFileStore(config),
    pause = (duration) => new Promise((resolve) => setTimeout(resolve, duration)),
  }: Partial<Pick<Services, "now" | "files" | "pause">> = {},
): Services {
  const secretTexts = appSecrets(config)
  const secrets = new Secrets(secretTexts)
  const signingKeys = new SigningKeys(db, secrets)
  const tokens = new Tokens(signingKeys, secretTexts, now)
  return {
    config,
    db,
    schemas: new SchemaStore(db),
    principals: new Principals(db),
    signingKeys,
    tokens,
    mailedTokens: new MailedTokens(secretTexts),
    secrets,
    files,
    fileUrls: new FileUrls(tokens, config.publicUrl, now),
    web: openWebBundle({ folder: join(config.dataDir, "web"), watches: config.reloadsWeb }),
    now,
    passwords: bunPasswords,
    wake: new Wake(db),
    counts: new Counts(),
    rateLimits: new RateLimits(openCounters(config, db), now),
    keyUse: new KeyUse(db),
    pause,
    client: noClient,
    answers: config.answerCacheSize > 0 ? new Answers(config.answerCacheSize * 1_000_000) : undefined,
  }
}

function openCounters({ redisUrl, databaseUrl }: Config, db: Database): Counters {
  if (redisUrl === "") return postgresCounters(db)
  const name = URL.canParse(databaseUrl) ? new URL(databaseUrl).pathname.slice(1) : ""
  return redisCounters(redisUrl, `kith:${name || "kith"}:rate`)
}

/**
 * Runs `work` on the workspace of the identity, again when schema or rights turn out to have changed.
 * A refusal may rest on a schema or a role that is out of date without any statement having said so (another server
 * made the object that is "unknown" here), so it counts only when the guard holds.
 * Throws UNAUTHENTICATED and whatever `work` throws.
 */
export function withWorkspace<T>(
  services: Services,
  identity: Identity,
  work: (workspace: Workspace) => Promise<T>,
): Promise<T> {
  return whileStale(
    async (reload) => {
      const principal = reload ? await services.principals.reload(identity) : await services.principals.get(identity)
      const schema = reload
        ? await services.schemas.reload(identity.workspaceId)
        : await services.schemas.get(identity.workspaceId)
      services.db.visit(schema.schemaName)
      const changed = () => services.wake.changed(schema.schemaName)
      return {
        ...openWorkspace(services.db, schema, from(services.client, principal), changed),
        fileUrls: services.fileUrls,
        answers: services.answers,
        counts: services.counts,
      }
    },
    (workspace) => refusedOnlyWhenCurrent(workspace, work),
  )
}

function from(client: Client, principal: Principal): Principal {
  return client === noClient ? principal : { ...principal, client }
}

/** Runs `work` as the platform itself. Throws NOT_FOUND for an unknown workspace. */
export function withPlatform<T>(
  { db, schemas }: Services,
  workspaceId: string,
  work: (workspace: Workspace) => Promise<T>,
): Promise<T> {
  return whileStale(async (reload) => {
    const schema = await (reload ? schemas.reload(workspaceId) : schemas.get(workspaceId))
    db.visit(schema.schemaName)
    return openWorkspace(db, schema, systemPrincipal(workspaceId))
  }, work)
}

async function refusedOnlyWhenCurrent<T>(workspace: Workspace, work: (workspace: Workspace) => Promise<T>): Promise<T> {
  try {
    return await work(workspace)
  } catch (error) {
    if (error instanceof AppError) await readRecords(workspace, [])
    throw error
  }
}
