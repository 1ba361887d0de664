/** What all mails have in common: plain HTML that any client shows, and the same as text. */
import type { Mail } from "../mail.ts"

export interface MailParts {
  subject: string
  /** paragraphs before the link */
  lines: string[]
  action: { label: string; url: string }
  /** paragraphs after it */
  footnotes: string[]
}

export function layOut({ subject, lines, action, footnotes }: MailParts): Omit<Mail, "to"> {
  const paragraph = (line: string) => `<p>${escapeHtml(line)}</p>`
  const link = `<p><a href="${escapeHtml(action.url)}">${escapeHtml(action.label)}</a></p>`
  return {
    subject: oneLine(subject),
    text: `${[...lines, `${action.label}:\n${action.url}`, ...footnotes].join("\n\n")}\n`,
    html: `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${escapeHtml(subject)}</title></head>
<body style="font: 16px/1.5 system-ui, sans-serif; max-width: 36rem; margin: 2rem auto; padding: 0 1rem">
${[...lines.map(paragraph), link, ...footnotes.map(paragraph)].join("\n")}
</body>
</html>
`,
  }
}

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" }

/** Text → what may stand between tags and in attributes. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => entities[sign]!)
}

/** A subject is one line, whatever the names in it hold. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, " ").trim()
}
