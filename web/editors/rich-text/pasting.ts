/** What is pasted becomes what the editor knows; an address becomes a link. */
import { Plugin } from "prosemirror-state"
import { linkTo } from "../../fields/blocks.ts"
import { setLink } from "./commands.ts"
import { schema } from "./schema.ts"

/** Signs of a text, with what formats it. */
export const most = 1_000_000

/** @param onTooLarge told of what was left out because of its size, in signs */
export function pasting(onTooLarge: (size: number) => void): Plugin {
  return new Plugin({
    props: {
      // What is larger than a text may be is not even read; of HTML the text alone may still fit.
      transformPastedHTML: (html) => (html.length > 4 * most ? "" : inert(html)),
      handlePaste(view, event, slice) {
        const text = event.clipboardData?.getData("text/plain").trim() ?? ""
        if (slice.size > most || (slice.size === 0 && text.length > most)) {
          onTooLarge(Math.max(slice.size, text.length))
          return true
        }
        const isCode = view.state.selection.$from.parent.type === schema.nodes.code
        const href = /^(?:https?:\/\/|mailto:)\S+$/i.test(text) && !isCode ? linkTo(text) : undefined
        return href !== undefined && setLink(href)(view.state, view.dispatch)
      },
    },
  })
}

/**
 * Style sheets say nothing about the text. Of styles and handlers of elements the policy of the page would complain: they are
 * read as data, of which only what says bold and the like is looked at.
 */
function inert(html: string): string {
  return html
    .replace(/<style\b[^]*?(?:<\/style\s*>|$)/gi, "")
    .replace(/<[^<>]*>/g, (tag) => tag.replace(/([\s/"'])(style|on\w+)(?=\s*=)/gi, "$1data-$2"))
}
