/** What a link may point to. Links are shown as anchors, so a scheme that runs code or embeds a document is never stored. */

const schemes = new Set(["http", "https", "ftp", "ftps", "sftp", "mailto", "tel", "sms"])

/** Scheme in lower case; null when there is none (`acme.com`, `acme.com:8080`, `/path`). */
export function schemeOf(url: string): string | null {
  const name = /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase()
  // A name with a dot is a host in front of a port; no scheme that a browser runs has one.
  return name === undefined || name === "localhost" || name.includes(".") ? null : name
}

/** Whether a browser that follows the link stays out of harm. Relative links are fine. */
export function isSafeLink(url: string): boolean {
  // Browsers drop control characters and spaces in front and tabs and line breaks anywhere: `java\nscript:` is a scheme.
  // oxlint-disable-next-line no-control-regex
  const scheme = schemeOf(url.replace(/[\u0000-\u0020\u007f]/g, ""))
  return scheme === null || schemes.has(scheme)
}

/**
 * A web address as it is stored: scheme and host in lower case and no slash at the end; without a scheme it stays as
 * given. null when it is not an address.
 *
 * @example
 * normalizeUrl("HTTPS://Example.COM/Path/") // "https://example.com/Path"
 * normalizeUrl("Acme.COM") // "Acme.COM"
 */
export function normalizeUrl(input: string): string | null {
  const url = input.trim()
  if (/\p{Cc}/u.test(url) || !isSafeLink(url)) return null
  const scheme = schemeOf(url)
  if (scheme === null) return isHostAndPath(url) ? url : null
  const rest = url.slice(scheme.length + 1)
  if (rest === "") return null
  return schemesWithoutHost.has(scheme) ? `${scheme}:${rest}` : normalizeHost(scheme, rest)
}

const schemesWithoutHost = new Set(["mailto", "tel", "sms"])

/** Only the host loses its capitals: user names, paths and queries tell them apart. */
function normalizeHost(scheme: string, rest: string): string | null {
  const match = /^\/\/([^/?#]*@)?([^/?#@]+)([^?#]*)(.*)$/s.exec(rest)
  if (!match || !URL.canParse(`${scheme}:${rest}`)) return null
  const [, user = "", host = "", path = "", tail = ""] = match
  return `${scheme}://${user}${host.toLowerCase()}${tail ? path : path.replace(/\/+$/, "")}${tail}`
}

function isHostAndPath(url: string): boolean {
  if (!/^[^/?#@:\\]+/.test(url) || /^[^/?#]*[@\\]/.test(url) || !URL.canParse(`https://${url}`)) return false
  const host = new URL(`https://${url}`).hostname
  return host === "localhost" || /[^.]\.[^.]/.test(host)
}
