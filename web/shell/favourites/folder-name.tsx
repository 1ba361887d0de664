/** A new folder, for a favourite or still empty; another name for one. */
import { FolderPlus } from "lucide-preact"
import { t } from "../../i18n/favourites/index.ts"
import { t as core } from "../../i18n/messages.ts"
import type { Favourite } from "../../model/workspace-model.ts"
import { Button, IconButton } from "../../ui/button.tsx"
import { Dialog } from "../../ui/dialog.tsx"
import { Field } from "../../ui/field.tsx"
import { Form, useForm } from "../../ui/form.tsx"
import { newFavourite, type Change } from "./change.ts"
import { change, type Root } from "./move.ts"

/** The folder to be renamed; null for a new one, into which an item comes. */
export type Asked = { folder: Favourite & { kind: "folder" } } | { folder: null; item?: Favourite }

export function NewFolder({ onAsk }: { onAsk(asked: Asked): void }) {
  return <IconButton label={t().newFolder} icon={FolderPlus} onClick={() => onAsk({ folder: null })} />
}

interface AskNameProps {
  asked: Asked
  root: Root
  onClose(): void
}

export function AskName({ asked, root, onClose }: AskNameProps) {
  const words = t()
  const { app, fieldErrors } = core()
  const form = useForm({ name: asked.folder?.name ?? "" }, ({ name }) => ({
    name: name.trim() ? undefined : fieldErrors.needed(words.folderName),
  }))
  const submit = () => {
    if (!form.check()) return
    onClose()
    const wanted = changeFor(asked, form.typed.name.trim())
    void change(wanted, root, (wanted.after.at(-1) ?? wanted.before[0])!.id)
  }
  return (
    <Dialog title={asked.folder ? words.rename : words.newFolder} onClose={onClose}>
      <div ref={form.root}>
        <Form onSubmit={submit}>
          <Field label={words.folderName} autofocus {...form.field("name")} />
          <footer>
            <Button onClick={onClose}>{app.cancel}</Button>
            <Button type="submit" kind="primary">
              {app.save}
            </Button>
          </footer>
        </Form>
      </div>
    </Dialog>
  )
}

function changeFor(asked: Asked, name: string): Change {
  const words = t()
  if (asked.folder) return { text: words.renamed(name), before: [asked.folder], after: [{ ...asked.folder, name }] }
  const folder = newFavourite({ kind: "folder", name })
  const text = words.made(name)
  if (!asked.item) return { text, before: [], after: [folder] }
  return { text, before: [asked.item], after: [folder, { ...asked.item, folderId: folder.id, position: 0 }] }
}
