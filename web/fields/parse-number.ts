/** Numbers as people write them: with the separators of their locale or a point, with spaces between thousands, with k, m or b. */
import { separators } from "../i18n/format.ts"

const sizes: Record<string, string> = { k: "e3", m: "e6", b: "e9" }

/** @returns the number as a decimal with a point, every digit kept; null for what is none */
export function readDecimal(text: string): string | null {
  const compact = text.trim().replace(/[\s'’_]/g, "")
  const [, sign, body, size] = /^([-+−]?)([\d.,]+)([kmb]?)$/i.exec(compact) ?? []
  if (body === undefined) return null
  const plain = withPoint(body)
  if (plain === null) return null
  const number = (sign === "-" || sign === "−" ? "-" : "") + plain
  return size ? String(Number(number + sizes[size.toLowerCase()]!)) : number
}

function withPoint(body: string): string | null {
  const last = Math.max(body.lastIndexOf("."), body.lastIndexOf(","))
  const mark = body[last]
  const isDecimal =
    mark !== undefined &&
    (body.includes(mark === "." ? "," : ".") ||
      (body.split(mark).length === 2 && !(mark === separators().group && /^\d{1,3}.\d{3}$/.test(body))))
  const whole = isDecimal ? body.slice(0, last) : body
  const groups = whole.split(/[.,]/)
  if (groups.length > 1 && groups.slice(1).some((group) => group.length !== 3)) return null
  const digits = groups.join("")
  const part = isDecimal ? body.slice(last + 1) : ""
  if (!/^\d*$/.test(digits + part) || digits + part === "") return null
  return (digits || "0") + (part && `.${part}`)
}
