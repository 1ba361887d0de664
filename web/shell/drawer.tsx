/** The way around a workspace: who and where one is, and its objects. */
import { useLocation } from "preact-iso"
import { ChevronsLeft, ChevronsRight, ChevronsUpDown, House, Plus, Search, Settings } from "lucide-preact"
import { t } from "../i18n/messages.ts"
import type { ObjectModel } from "../model/workspace-model.ts"
import { Avatar } from "../ui/avatar.tsx"
import { IconButton } from "../ui/button.tsx"
import { ObjectIcon } from "../ui/icon.tsx"
import { Keys } from "../ui/keys.tsx"
import { px } from "../ui/px.ts"
import { Menu } from "../ui/menu.tsx"
import { accountMenu } from "./account-menu.tsx"
import { useActions } from "./actions.ts"
import { creatable, openCommands } from "./commands.ts"
import { DrawerLink } from "./drawer-link.tsx"
import { bounds, changeDrawer, drawer } from "./drawer-width.ts"
import { Favourites } from "./favourites/favourites.tsx"
import { navigate } from "./navigate.ts"
import { workspace } from "./workspace.ts"

export function Drawer() {
  const { width, isRail } = drawer.value
  const { shell } = t()
  useActions([
    {
      id: "drawer",
      label: isRail ? shell.expand : shell.collapse,
      icon: isRail ? ChevronsRight : ChevronsLeft,
      keys: "[",
      scope: "app",
      run: () => changeDrawer({ isRail: !drawer.peek().isRail }),
    },
    {
      id: "settings",
      label: shell.settings,
      icon: Settings,
      keys: "Mod+,",
      scope: "app",
      run: () => navigate("/settings"),
    },
  ])
  return (
    <nav
      class={`drawer${isRail ? " rail" : ""}`}
      aria-label={shell.main}
      data-region
      tabIndex={-1}
      style={{ width: px(isRail ? 48 : width) }}
    >
      <AccountButton />
      <DrawerCommands />
      <DrawerLinks />
      <SettingsLink />
      <IconButton
        label={isRail ? shell.expand : shell.collapse}
        icon={isRail ? ChevronsRight : ChevronsLeft}
        onClick={() => changeDrawer({ isRail: !isRail })}
      />
      {!isRail && <Edge />}
    </nav>
  )
}

export function AccountButton() {
  const { route } = useLocation()
  const { workspace: current, member } = workspace.value!
  const name = current.name || t().entry.unnamed
  return (
    <Menu class="account" label={t().shell.account} groups={accountMenu(route)}>
      <Avatar id={current.id} name={name} />
      <span class="names">
        <strong>
          <bdi>{name}</bdi>
        </strong>
        <small>
          <bdi>{member.name}</bdi>
        </small>
        <span class="sr-only">, {t().shell.account}</span>
      </span>
      <ChevronsUpDown class="icon" size={14} aria-hidden="true" />
    </Menu>
  )
}

function DrawerCommands() {
  const { app, shell } = t()
  return (
    <div class="drawer-commands">
      <button type="button" title={app.search} onClick={() => openCommands("all")}>
        <Search class="icon" size={16} strokeWidth={1.5} aria-hidden="true" />
        <span>{app.search}</span>
        <Keys keys="Mod+K" />
      </button>
      {creatable().length > 0 && (
        <button type="button" title={shell.newRecord} onClick={() => openCommands("create")}>
          <Plus class="icon" size={16} strokeWidth={1.5} aria-hidden="true" />
          <span>{shell.newRecord}</span>
        </button>
      )}
    </div>
  )
}

export function DrawerLinks() {
  const { path } = useLocation()
  const { objects, byPlural } = workspace.value!
  const shown = objects.filter((object) => !object.isSystem)
  const open = byPlural.get(path.split("/")[2] ?? "")
  const { app, shell } = t()
  return (
    <div class="links-list">
      <ul>
        <li>
          <DrawerLink
            href="/"
            label={app.home}
            isCurrent={path === "/"}
            icon={<House class="icon" size={16} strokeWidth={1.5} aria-hidden="true" />}
          />
        </li>
      </ul>
      <Favourites />
      {open && !shown.includes(open) && <ObjectLinks title={shell.opened} objects={[open]} />}
      <ObjectLinks title={shell.workspace} objects={shown} />
    </div>
  )
}

/** In the foot, where it is on every page; Mod+, leads there too. */
export function SettingsLink() {
  return (
    <div class="links-list foot">
      <DrawerLink
        href="/settings"
        label={t().shell.settings}
        isCurrent={false}
        icon={<Settings class="icon" size={16} strokeWidth={1.5} aria-hidden="true" />}
      />
    </div>
  )
}

function ObjectLinks({ title, objects }: { title: string; objects: readonly ObjectModel[] }) {
  const { path } = useLocation()
  return (
    <>
      <h2>{title}</h2>
      <ul aria-label={title}>
        {objects.map((object) => {
          const href = `/objects/${object.namePlural}`
          return (
            <li key={object.id}>
              <DrawerLink
                href={href}
                label={object.labelPlural}
                isCurrent={path === href}
                icon={<ObjectIcon name={object.icon} />}
              />
            </li>
          )
        })}
      </ul>
    </>
  )
}

/** Drawn by the pointer, or by arrows; a double click makes it as it was. */
function Edge() {
  const { width } = drawer.value
  return (
    <div
      class="edge"
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={t().shell.resize}
      aria-valuenow={width}
      aria-valuemin={bounds.least}
      aria-valuemax={bounds.most}
      onDblClick={() => changeDrawer({ width: bounds.usual })}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) changeDrawer({ width: event.clientX })
      }}
      onKeyDown={(event) => {
        const step = { ArrowLeft: -16, ArrowRight: 16 }[event.key]
        if (step) changeDrawer({ width: width + step })
      }}
    />
  )
}
