/** P-51: what somebody keeps at hand, in the drawer. What changes it is a chunk of its own. */
import { useMemo, useRef, useState } from "preact/hooks"
import type { ComponentChildren } from "preact"
import { useLocation } from "preact-iso"
import { ChevronRight } from "lucide-preact"
import { t } from "../../i18n/messages.ts"
import { keep, readKept } from "../../kept.ts"
import { recordAddress, tableAddress, viewAddress } from "../../model/addresses.ts"
import type { Favourite } from "../../model/workspace-model.ts"
import { Avatar } from "../../ui/avatar.tsx"
import { ObjectIcon } from "../../ui/icon.tsx"
import { DrawerLink } from "../drawer-link.tsx"
import { favouriteTools } from "./parts.ts"
import { favouritesIn, nameOf } from "./shown.ts"
import type { Asked } from "./tools.ts"

/** Milliseconds after which the page has what it needs first. */
const later = 2000

type Tools = ReturnType<typeof favouriteTools.use>

interface Common {
  tools: Tools
  /** of the section that it stands in */
  root(): HTMLElement | null
  /** asks for the name of a folder */
  onAsk(asked: Asked): void
}

export function Favourites() {
  const tools = favouriteTools.use(later)
  const [asked, setAsked] = useState<Asked>()
  const section = useRef<HTMLElement>(null)
  const outside = favouritesIn(null)
  if (outside.length === 0) return null
  const title = t().shell.favourites
  const common = { tools, root: () => section.current, onAsk: setAsked }
  const load = () => void favouriteTools.load()
  return (
    <section ref={section} class="favourites" aria-label={title} onPointerEnter={load} onFocusIn={load}>
      <header>
        <h2>{title}</h2>
        {tools && <tools.NewFolder onAsk={setAsked} />}
      </header>
      <List label={title} favourites={outside} {...common} />
      {tools && asked && <tools.AskName asked={asked} root={common.root} onClose={() => setAsked(undefined)} />}
    </section>
  )
}

function List({ label, favourites, ...common }: Common & { label: string; favourites: readonly Favourite[] }) {
  return (
    <ul aria-label={label}>
      {favourites.map((favourite) =>
        favourite.kind === "folder" ? (
          <Folder key={favourite.id} folder={favourite} {...common} />
        ) : (
          <Item key={favourite.id} favourite={favourite} {...common}>
            <FavouriteLink favourite={favourite} />
          </Item>
        ),
      )}
    </ul>
  )
}

const key = "kith.folders"

/** Folders are open on a device until they are closed there. */
function Folder({ folder, ...common }: Common & { folder: Favourite & { kind: "folder" } }) {
  const [isOpen, setOpen] = useState(() => readKept<Record<string, boolean>>(key)[folder.id] !== false)
  const inside = favouritesIn(folder.id)
  const toggle = () => {
    keep(key, { ...readKept<Record<string, boolean>>(key), [folder.id]: !isOpen })
    setOpen(!isOpen)
  }
  const list = isOpen && inside.length > 0 && <List label={folder.name} favourites={inside} {...common} />
  return (
    <Item favourite={folder} below={list} {...common}>
      <button type="button" class="folder" aria-expanded={isOpen} title={folder.name} onClick={toggle}>
        <ChevronRight class="icon" size={16} strokeWidth={1.5} aria-hidden="true" />
        <span>
          <bdi>{folder.name}</bdi>
        </span>
      </button>
    </Item>
  )
}

interface ItemProps extends Common {
  favourite: Favourite
  below?: ComponentChildren
  children: ComponentChildren
}

function Item({ favourite, below, children, tools, ...place }: ItemProps) {
  return (
    <li data-favourite={favourite.id}>
      <div class={`favourite ${tools?.markOf(favourite) ?? ""}`} {...tools?.movesOf(favourite, place)}>
        {children}
        {tools && <tools.FavouriteMenu favourite={favourite} {...place} />}
      </div>
      {below}
    </li>
  )
}

function FavouriteLink({ favourite }: { favourite: Exclude<Favourite, { kind: "folder" }> }) {
  const { path, query } = useLocation()
  const label = nameOf(favourite) ?? ""
  const href = useMemo(() => addressOf(favourite), [favourite])
  const [place, view] = href.split("?view=")
  const isCurrent = path === place && (view === undefined || query.view === view)
  return <DrawerLink {...{ href, label, isCurrent }} icon={<FavouriteIcon favourite={favourite} label={label} />} />
}

function addressOf(favourite: Exclude<Favourite, { kind: "folder" }>): string {
  if (favourite.kind === "link") return favourite.link
  const { object } = favourite
  if (favourite.kind === "record") return recordAddress(object, favourite.recordId)
  return favourite.kind === "view" ? viewAddress(object, favourite.view.id) : tableAddress(object)
}

function FavouriteIcon({ favourite, label }: { favourite: Favourite; label: string }) {
  if (favourite.kind === "record")
    return <Avatar id={favourite.recordId} name={label} isPerson={favourite.object.labelField?.type === "FULL_NAME"} />
  return <ObjectIcon name={"object" in favourite ? favourite.object.icon : "IconLink"} />
}
