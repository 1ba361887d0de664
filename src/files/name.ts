/** The name that a person gave a file: what is kept of it, and how it travels in a header. */

const maxName = 255

/** Without folders and control characters, which say nothing and may do harm. "file" when nothing is left. */
export function readName(name: string): string {
  const last = name.slice(Math.max(name.lastIndexOf("/"), name.lastIndexOf("\\")) + 1)
  // oxlint-disable-next-line no-control-regex -- they are what is taken away
  const clean = last.replace(/[\0-\x1f\x7f\u202a-\u202e\u2066-\u2069]/g, "").trim()
  return [...clean].slice(0, maxName).join("") || "file"
}

/** With its dot and in small letters; "" for none. */
export function extensionOf(name: string): string {
  return /\.[a-z0-9]{1,16}$/.exec(name.toLowerCase())?.[0] ?? ""
}

/** `Content-Disposition` by RFC 6266: the name in ASCII for old programs, and in full by RFC 8187. */
export function contentDisposition(kind: "inline" | "attachment", name: string): string {
  const plain = name.replace(/[^\x20-\x7e]/g, "_").replace(/["\\%]/g, "_")
  const full = encodeURIComponent(name.toWellFormed()).replace(
    /['()*!]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `${kind}; filename="${plain}"; filename*=UTF-8''${full}`
}
