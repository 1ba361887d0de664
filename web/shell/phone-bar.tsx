/** On a phone: what there is to reach with a thumb. The drawer and the objects are sheets. */
import type { ComponentChildren } from "preact"
import { useRef } from "preact/hooks"
import { useLocation } from "preact-iso"
import { House, LayoutGrid, Menu as MenuIcon, Plus, Search, X, type LucideIcon } from "lucide-preact"
import { t } from "../i18n/messages.ts"
import { IconButton } from "../ui/button.tsx"
import { creatable, openCommands } from "./commands.ts"
import { AccountButton, DrawerLinks, SettingsLink } from "./drawer.tsx"
import { openPanel } from "./panel.ts"
import { workspace } from "./workspace.ts"

export function PhoneBar() {
  const { path } = useLocation()
  const { app, shell } = t()
  return (
    <nav class="phone-bar" aria-label={shell.menu}>
      <a href="/" aria-current={path === "/" ? "page" : undefined}>
        <TargetIcon icon={House} />
        {app.home}
      </a>
      <Sheet label={shell.objects} icon={LayoutGrid}>
        <h2 class="sheet-title">{shell.objects}</h2>
      </Sheet>
      <button type="button" aria-haspopup="dialog" onClick={() => openCommands("search")}>
        <TargetIcon icon={Search} />
        {app.search}
      </button>
      {creatable().length > 0 && (
        <button type="button" onClick={() => create(path)}>
          <TargetIcon icon={Plus} />
          {shell.new}
        </button>
      )}
      <Sheet label={shell.menu} icon={MenuIcon}>
        <AccountButton />
      </Sheet>
    </nav>
  )
}

const TargetIcon = ({ icon: Icon }: { icon: LucideIcon }) => (
  <Icon class="icon" size={20} strokeWidth={1.5} aria-hidden="true" />
)

/** Of what the page shows, or of what one chooses. */
function create(path: string): void {
  const object = workspace.peek()?.byPlural.get(path.split("/")[2] ?? "")
  if (object?.can.create) openPanel({ kind: "create", object: object.nameSingular })
  else openCommands("create")
}

interface SheetProps {
  label: string
  icon: LucideIcon
  /** above the links */
  children: ComponentChildren
}

function Sheet({ label, icon, children }: SheetProps) {
  const sheet = useRef<HTMLDialogElement>(null)
  return (
    <>
      <button type="button" aria-haspopup="dialog" onClick={() => sheet.current?.showModal()}>
        <TargetIcon icon={icon} />
        {label}
      </button>
      <dialog
        class="sheet"
        ref={sheet}
        aria-label={label}
        onClick={(event) => event.target === sheet.current && sheet.current?.close()}
      >
        <div class="sheet-head">
          {children}
          <IconButton label={t().app.close} icon={X} onClick={() => sheet.current?.close()} />
        </div>
        <div onClick={({ target }) => target instanceof Element && target.closest("a") && sheet.current?.close()}>
          <DrawerLinks />
          <SettingsLink />
        </div>
      </dialog>
    </>
  )
}
