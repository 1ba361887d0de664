import { useState } from "preact/hooks"
import { linkList, linksOf, readLink, splitLinks, type Link } from "../fields/links.tsx"
import { kindOf } from "../fields/index.ts"
import { t } from "../i18n/editors/index.ts"
import type { EditorProps, FieldEditorKind } from "./editor.ts"
import { ListEditor, type ListKind } from "./list-editor.tsx"

function LinksEditor(props: EditorProps) {
  const { field, value } = props
  const [label, setLabel] = useState("")
  const { links } = t()
  const kind: ListKind<Link> = {
    add: links.add,
    inputMode: "url",
    hasPrimary: true,
    ends: "; ",
    textOf: ({ url }) => url,
    split: splitLinks,
    read(text) {
      const read = readLink(text, field)
      return "problem" in read ? read : { item: { url: String(read.value), label: label.trim() } }
    },
    draftOf: (items) => (items.length === 0 ? kindOf(field).cleared!(field) : { value: linksOf(items) }),
  }
  return (
    <ListEditor
      {...props}
      kind={kind}
      items={linkList(value)}
      aside={label}
      onLine={(item) => setLabel(item?.label ?? "")}
      after={
        <input
          class="boxed"
          data-stop
          aria-label={links.label}
          placeholder={links.label}
          autoComplete="off"
          value={label}
          onInput={(event) => setLabel(event.currentTarget.value)}
        />
      }
    />
  )
}

export const linksEditor: FieldEditorKind = { Editor: LinksEditor, shape: "panel" }
