/**
 * The only reader of the environment. `readConfig` checks every value at start and fails with one sentence that says
 * which variable is wrong and what to write instead.
 */
import { resolve } from "node:path"
import { parseNetwork, type Network } from "./ip-address.ts"

export interface Config {
  /** TCP port of the server; 0 lets the system choose */
  port: number
  /** address the server listens on */
  host: string
  /** absolute folder of everything that Kith keeps outside PostgreSQL, and of the embedded PostgreSQL */
  dataDir: string
  /** PostgreSQL 16 or newer; empty when the embedded one is to be used (the supervisor then sets it for its children) */
  databaseUrl: string
  /** connections that one process keeps to PostgreSQL at most */
  databasePoolSize: number
  /** "postgres" speaks the wire protocol over TCP, "neon" over a WebSocket */
  databaseDriver: "postgres" | "neon"
  /** when set, queues and publish/subscribe use Redis in place of PostgreSQL */
  redisUrl: string
  /** at least 32 characters; signs tokens and encrypts secrets. Empty: one is made and kept in `dataDir` */
  appSecret: string
  /** the one before it, as long as something is sealed or signed with that; empty for none */
  formerAppSecret: string
  /** what users type to reach the server, without a trailing slash */
  publicUrl: string
  /** milliseconds that one statement may run */
  statementTimeout: number
  /** megabytes of answers that a server keeps to give again while they are true; 0 keeps none */
  answerCacheSize: number
  /** bytes that an uploaded file may have */
  maxFileSize: number
  /** ends of names that no uploaded file may have, with their dot and in small letters */
  refusedFileTypes: readonly string[]
  /** where the bytes of uploaded files are; null keeps them in `dataDir` */
  storage: S3Settings | null
  /** null where mail can go nowhere but to the local mailbox */
  mail: MailSettings | null
  /** are mails shown on a page of the server's own? Only where nobody but the developer reaches it */
  showsMailbox: boolean
  /** must people show that an e-mail address is theirs before they enter a workspace? */
  isEmailVerificationRequired: boolean
  /** null where nobody signs in with Google */
  google: GoogleSettings | null
  /** null where nobody signs in with Microsoft */
  microsoft: MicrosoftSettings | null
  /** hosts of private networks that outgoing requests may reach all the same, as `name` or `name:port` */
  outgoingAllow: readonly string[]
  /** requests a minute that each key and each person may make; 0 switches it off */
  apiRateLimit: number
  /** requests a minute from one address that bring no token; 0 switches it off */
  anonymousRateLimit: number
  /** proxies whose word on where a request came from is taken */
  trustedProxies: Network[]
  /** how much of addresses the audit log keeps */
  auditAddresses: "network" | "whole" | "none"
  /** web pages of these origins may use the APIs; "*" for all */
  corsOrigins: string[]
  /** does the web client follow its sources? Only where somebody works on them */
  reloadsWeb: boolean
  logLevel: "debug" | "info" | "warn" | "error"
}

interface OAuthClient {
  clientId: string
  clientSecret: string
}

export interface GoogleSettings extends OAuthClient {
  authorizeUrl: string
  tokenUrl: string
  keysUrl: string
  issuer: string
}

export interface MicrosoftSettings extends OAuthClient {
  /** `https://login.microsoftonline.com`, or that of a national cloud */
  url: string
  /** the id of one tenant, or `common`, `organizations`, `consumers` */
  tenant: string
}

/** A bucket of Amazon S3, or of whatever speaks its protocol. */
export interface S3Settings {
  bucket: string
  /** of the service, without the bucket; empty for Amazon's own */
  endpoint: string
  region: string
  accessKeyId: string
  secretAccessKey: string
}

export interface MailSettings {
  /** `smtp://user:password@host:587`, or `smtps://` for TLS from the first byte */
  smtpUrl: string
  /** `kith@example.com` or `Kith <kith@example.com>` */
  from: string
}

/** What a wrong setting throws: `message` is one sentence for the person who starts Kith. */
export class ConfigError extends Error {
  override name = "ConfigError"
}

/** Reads and checks the environment. Throws {@link ConfigError}. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const port = integer(env, "PORT", 3000, 0, 65_535)
  const host = env.HOST || "localhost"
  const publicUrl = url(env, "PUBLIC_URL", ["http:", "https:"]).replace(/\/+$/, "") || `http://${inUrl(host)}:${port}`
  const mail = mailSettings(env)
  const showsMailbox = mail === null && mailbox(env, host, publicUrl)
  return {
    port,
    host,
    dataDir: resolve(env.DATA_DIR || ".kith"),
    databaseUrl: url(env, "DATABASE_URL", ["postgres:", "postgresql:"]),
    databasePoolSize: integer(env, "DATABASE_POOL_SIZE", 10, 1, 500),
    databaseDriver: oneOf(env, "DATABASE_DRIVER", ["postgres", "neon"], "postgres"),
    redisUrl: url(env, "REDIS_URL", ["redis:", "rediss:"]),
    appSecret: secret(env, "APP_SECRET"),
    formerAppSecret: secret(env, "APP_SECRET_FORMER"),
    publicUrl,
    statementTimeout: integer(env, "STATEMENT_TIMEOUT", 30_000, 100, 3_600_000),
    answerCacheSize: integer(env, "ANSWER_CACHE_SIZE", 32, 0, 100_000),
    maxFileSize: integer(env, "MAX_FILE_SIZE", 100, 1, 100_000) * 1_000_000,
    refusedFileTypes: fileTypes(env),
    storage: storage(env),
    mail,
    showsMailbox,
    isEmailVerificationRequired: emailVerification(env, mail !== null, showsMailbox),
    google: google(env),
    microsoft: microsoft(env),
    outgoingAllow: hosts(env, "OUTGOING_ALLOW"),
    apiRateLimit: integer(env, "API_RATE_LIMIT", 1_000_000, 0, 100_000_000),
    anonymousRateLimit: integer(env, "ANONYMOUS_RATE_LIMIT", 60_000, 0, 100_000_000),
    trustedProxies: networks(env),
    auditAddresses: oneOf(env, "AUDIT_ADDRESSES", ["network", "whole", "none"], "network"),
    corsOrigins: origins(env),
    reloadsWeb: oneOf(env, "WEB_RELOAD", ["on", "off"], "off") === "on",
    logLevel: oneOf(env, "LOG_LEVEL", ["debug", "info", "warn", "error"], "info"),
  }
}

function integer(env: Record<string, string | undefined>, name: string, fallback: number, min: number, max: number) {
  const text = env[name]
  if (text === undefined || text === "") return fallback
  const value = Number(text)
  if (Number.isInteger(value) && value >= min && value <= max) return value
  throw new ConfigError(`${name} is "${text}"; set it to a whole number from ${min} to ${max}, or leave it out.`)
}

function url(env: Record<string, string | undefined>, name: string, protocols: string[]): string {
  const text = env[name]
  if (!text) return ""
  const parsed = URL.canParse(text) ? new URL(text) : undefined
  if (parsed && protocols.includes(parsed.protocol)) return text
  throw new ConfigError(`${name} is not a URL that begins with ${protocols.map((p) => `${p}//`).join(" or ")}.`)
}

function oneOf<T extends string>(
  env: Record<string, string | undefined>,
  name: string,
  values: readonly T[],
  fallback: T,
): T {
  const text = env[name]
  if (!text) return fallback
  const value = values.find((candidate) => candidate === text)
  if (value) return value
  throw new ConfigError(`${name} is "${text}"; set it to ${values.join(" or ")}, or leave it out.`)
}

function list(env: Record<string, string | undefined>, name: string): string[] {
  return (env[name] ?? "").split(/[\s,]+/).filter(Boolean)
}

function networks(env: Record<string, string | undefined>): Network[] {
  return list(env, "TRUSTED_PROXIES").map((text) => {
    const network = parseNetwork(text)
    if (network) return network
    throw new ConfigError(
      `TRUSTED_PROXIES has "${text}"; give addresses or networks such as 10.0.0.0/8, or leave it out.`,
    )
  })
}

/** As people write them: exe, .exe or *.exe. */
function fileTypes(env: Record<string, string | undefined>): string[] {
  return list(env, "REFUSED_FILE_TYPES").map((text) => {
    const ending = text.toLowerCase().replace(/^\*?\.?/, "")
    if (/^[a-z0-9]+([.-][a-z0-9]+)*$/.test(ending)) return `.${ending}`
    throw new ConfigError(`REFUSED_FILE_TYPES has "${text}"; give ends of names such as exe or .bat, or leave it out.`)
  })
}

function origins(env: Record<string, string | undefined>): string[] {
  return list(env, "CORS_ORIGINS").map((text) => {
    if (text === "*") return text
    const url = URL.canParse(text) ? new URL(text) : undefined
    if (url && ["http:", "https:"].includes(url.protocol) && url.origin === text.replace(/\/$/, "")) return url.origin
    throw new ConfigError(`CORS_ORIGINS has "${text}"; give origins such as https://app.example.com, or * for all.`)
  })
}

function secret(env: Record<string, string | undefined>, name: "APP_SECRET" | "APP_SECRET_FORMER"): string {
  const text = env[name] ?? ""
  if (text === "" || text.length >= 32) return text
  const otherwise = name === "APP_SECRET" ? "leave it out to have one made" : "leave it out"
  throw new ConfigError(`${name} is shorter than 32 characters; set a longer one, or ${otherwise}.`)
}

/** What opens secrets and verifies what was signed: the secret in use first. */
export function appSecrets({ appSecret, formerAppSecret }: Config): [string, ...string[]] {
  return formerAppSecret === "" ? [appSecret] : [appSecret, formerAppSecret]
}

/** All of the bucket's settings, or none of them. */
function storage(env: Record<string, string | undefined>): S3Settings | null {
  const bucket = env.STORAGE_S3_BUCKET || ""
  const endpoint = url(env, "STORAGE_S3_ENDPOINT", ["http:", "https:"]).replace(/\/+$/, "")
  const stray = Object.keys(env).find((name) => name.startsWith("STORAGE_S3_") && env[name])
  if (bucket === "" && stray === undefined) return null
  if (bucket === "")
    throw new ConfigError(`${stray} is set without STORAGE_S3_BUCKET; set that too, or leave ${stray} out.`)
  return {
    bucket,
    endpoint,
    region: env.STORAGE_S3_REGION || "us-east-1",
    accessKeyId: needed(env, "STORAGE_S3_ACCESS_KEY_ID"),
    secretAccessKey: needed(env, "STORAGE_S3_SECRET_ACCESS_KEY"),
  }
}

function needed(env: Record<string, string | undefined>, name: string): string {
  const text = env[name]
  if (text) return text
  throw new ConfigError(`${name} is missing; set it, or leave STORAGE_S3_BUCKET out to keep files in DATA_DIR.`)
}

function mailSettings(env: Record<string, string | undefined>): MailSettings | null {
  const smtpUrl = url(env, "SMTP_URL", ["smtp:", "smtps:"])
  const from = env.MAIL_FROM || ""
  if (smtpUrl === "" && from === "") return null
  if (smtpUrl === "") throw new ConfigError("MAIL_FROM is set without SMTP_URL; set that too, or leave MAIL_FROM out.")
  if (/^([^<>\r\n]*<[^\s@<>,]+@[^\s@<>,]+>|[^\s@<>,]+@[^\s@<>,]+)$/.test(from)) return { smtpUrl, from }
  throw new ConfigError("MAIL_FROM is no sender; set it to one such as kith@example.com or Kith <kith@example.com>.")
}

/** An address of IPv6 stands in brackets. */
function inUrl(host: string): string {
  return host.includes(":") ? `[${host}]` : host
}

const loopback = /^(localhost|127(\.\d+){3}|\[?::1\]?)$/

/** Is this the name of the machine itself, which nobody else reaches? */
export function isLoopback(hostname: string): boolean {
  return loopback.test(hostname)
}

/**
 * The mailbox shows links that let whoever has them in, so it exists only while Kith is tried out on one's own machine.
 * LOCAL_MAILBOX=on is for a container that listens on every address but whose port is published to this machine alone.
 */
function mailbox(env: Record<string, string | undefined>, host: string, publicUrl: string): boolean {
  const setting = oneOf(env, "LOCAL_MAILBOX", ["on", "off", "auto"], "auto")
  const isHere = URL.canParse(publicUrl) && isLoopback(new URL(publicUrl).hostname)
  const isProduction = env.NODE_ENV === "production"
  if (setting === "on" && (isProduction || !isHere)) {
    throw new ConfigError("LOCAL_MAILBOX=on is for development at localhost; set SMTP_URL to send mail instead.")
  }
  if (setting !== "auto") return setting === "on"
  return !isProduction && isLoopback(host) && isHere
}

/** On wherever mail is sent, unless the operator says otherwise. */
function emailVerification(
  env: Record<string, string | undefined>,
  sendsMail: boolean,
  showsMailbox: boolean,
): boolean {
  const fallback = sendsMail ? "true" : "false"
  const isRequired = oneOf(env, "IS_EMAIL_VERIFICATION_REQUIRED", ["true", "false"], fallback) === "true"
  if (!isRequired || sendsMail || showsMailbox) return isRequired
  throw new ConfigError("IS_EMAIL_VERIFICATION_REQUIRED needs a way to send mail; set SMTP_URL and MAIL_FROM as well.")
}

function google(env: Record<string, string | undefined>): GoogleSettings | null {
  const client = oauthClient(env, "AUTH_GOOGLE")
  if (client === null) return null
  const base = safeUrl(env, "AUTH_GOOGLE_URL")
  return {
    ...client,
    authorizeUrl: `${base || "https://accounts.google.com"}/o/oauth2/v2/auth`,
    tokenUrl: `${base || "https://oauth2.googleapis.com"}/token`,
    keysUrl: `${base || "https://www.googleapis.com"}/oauth2/v3/certs`,
    issuer: base || "https://accounts.google.com",
  }
}

function microsoft(env: Record<string, string | undefined>): MicrosoftSettings | null {
  const client = oauthClient(env, "AUTH_MICROSOFT")
  if (client === null) return null
  const tenant = env.AUTH_MICROSOFT_TENANT || "common"
  if (!/^(common|organizations|consumers|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i.test(tenant)) {
    throw new ConfigError(
      "AUTH_MICROSOFT_TENANT is no tenant; set it to its id, or to common, organizations, consumers.",
    )
  }
  const url = safeUrl(env, "AUTH_MICROSOFT_URL") || "https://login.microsoftonline.com"
  return { ...client, url, tenant: tenant.toLowerCase() }
}

/** Both settings of a client, or neither. */
function oauthClient(env: Record<string, string | undefined>, prefix: string): OAuthClient | null {
  const clientId = env[`${prefix}_CLIENT_ID`] || ""
  const clientSecret = env[`${prefix}_CLIENT_SECRET`] || ""
  if (clientId && clientSecret) return { clientId, clientSecret }
  if (!clientId && !clientSecret) return null
  throw new ConfigError(`${prefix}_CLIENT_ID and ${prefix}_CLIENT_SECRET belong together; set both, or leave both out.`)
}

/** Without TLS anybody on the way could say who signs in. */
function safeUrl(env: Record<string, string | undefined>, name: string): string {
  const text = url(env, name, ["http:", "https:"]).replace(/\/+$/, "")
  if (text === "" || text.startsWith("https:") || isLoopback(new URL(text).hostname)) return text
  throw new ConfigError(`${name} has to begin with https://.`)
}

function hosts(env: Record<string, string | undefined>, name: string): string[] {
  const names = (env[name] ?? "")
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean)
  const wrong = names.find((each) => !/^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:\d+)?$/.test(each))
  if (wrong === undefined) return names
  throw new ConfigError(
    `${name} holds "${wrong}"; list hosts as idp.example.com or 10.0.0.5:8080, with commas between.`,
  )
}
