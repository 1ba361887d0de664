/** What can be done with a favourite, without drawing it. */
import { Ellipsis } from "lucide-preact"
import { t } from "../../i18n/favourites/index.ts"
import { t as core } from "../../i18n/messages.ts"
import type { Favourite } from "../../model/workspace-model.ts"
import { Menu, type MenuGroup, type MenuItem } from "../../ui/menu.tsx"
import { sayDone } from "../undo.tsx"
import type { Asked } from "./folder-name.tsx"
import { change, move, moveBy, type Root } from "./move.ts"
import { placeOf } from "./order.ts"
import { favouritesIn, nameOf } from "./shown.ts"
import { workspace } from "../workspace.ts"

interface FavouriteMenuProps {
  favourite: Favourite
  root: Root
  onAsk(asked: Asked): void
}

export function FavouriteMenu(props: FavouriteMenuProps) {
  const { favourite } = props
  const label = t().options(nameOf(favourite) ?? "")
  const groups = [steps(props), favourite.kind === "folder" ? ofFolder(props) : folders(props), last(props)]
  return (
    <Menu class="icon-button" label={label} name={label} groups={groups.filter(({ items }) => items.length > 0)}>
      <Ellipsis class="icon" size={16} strokeWidth={1.5} aria-hidden="true" />
    </Menu>
  )
}

function steps({ favourite, root }: FavouriteMenuProps): MenuGroup {
  const place = placeOf(favourite)
  const items: MenuItem[] = []
  if (place > 0) items.push({ label: t().up, onChoose: () => moveBy(favourite, -1, root) })
  if (place < favouritesIn(favourite.folderId).length - 1)
    items.push({ label: t().down, onChoose: () => moveBy(favourite, 1, root) })
  return { items }
}

/** Where else it could be. */
function folders({ favourite, root, onAsk }: FavouriteMenuProps): MenuGroup {
  const words = t()
  const into = (id: string | null) => () => move(favourite, id, favouritesIn(id).length, root)
  const others = favouritesIn(null).flatMap((each) =>
    each.kind === "folder" && each.id !== favourite.folderId ? [{ label: each.name, onChoose: into(each.id) }] : [],
  )
  return {
    label: words.moveTo,
    items: [
      ...(favourite.folderId === null ? [] : [{ label: words.outside, onChoose: into(null) }]),
      ...others,
      { label: words.newFolderFor, onChoose: () => onAsk({ folder: null, item: favourite }) },
    ],
  }
}

function ofFolder({ favourite, onAsk }: FavouriteMenuProps): MenuGroup {
  if (favourite.kind !== "folder") return { items: [] }
  return { items: [{ label: t().rename, onChoose: () => onAsk({ folder: favourite }) }] }
}

function last({ favourite, root }: FavouriteMenuProps): MenuGroup {
  if (favourite.kind === "folder")
    return { items: [{ label: t().deleteFolder, onChoose: () => void deleteFolder(favourite, root) }] }
  const { unfavourite, favouriteOf } = core().shell
  const text = favouriteOf(nameOf(favourite) ?? "")
  const remove = () => void change({ text, before: [favourite], after: [] }, root, favourite.id)
  return { items: [{ label: unfavourite, onChoose: remove }] }
}

/** What is in it comes out, behind what is there. */
async function deleteFolder(folder: Favourite & { kind: "folder" }, root: Root): Promise<void> {
  // Those too that are not seen now: their records may come back.
  const inside = workspace.peek()!.favourites.filter(({ folderId }) => folderId === folder.id)
  const last = Math.max(...favouritesIn(null).map(({ position }) => position))
  const out = inside.map((each, i) => ({ ...each, folderId: null, position: last + 1 + i }))
  const text = t().deleted(folder.name)
  const step = await change({ text, before: [folder, ...inside], after: out }, root, folder.id)
  if (step) sayDone(text, step)
}
