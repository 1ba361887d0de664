/** On a phone: what there is to reach with a thumb, and the drawer as a sheet. */
import { useRef } from "preact/hooks"
import { useLocation } from "preact-iso"
import { House, Menu as MenuIcon, Settings, X } from "lucide-preact"
import { t } from "../i18n/messages.ts"
import { IconButton } from "../ui/button.tsx"
import { AccountButton, DrawerLinks } from "./drawer.tsx"

export function PhoneBar() {
  const { path } = useLocation()
  const sheet = useRef<HTMLDialogElement>(null)
  const { app, shell } = t()
  return (
    <>
      <nav class="phone-bar" aria-label={shell.menu}>
        <a href="/" aria-current={path === "/" ? "page" : undefined}>
          <House class="icon" size={20} strokeWidth={1.5} aria-hidden="true" />
          {app.home}
        </a>
        <a href="/settings" aria-current={path.startsWith("/settings") ? "page" : undefined}>
          <Settings class="icon" size={20} strokeWidth={1.5} aria-hidden="true" />
          {shell.settings}
        </a>
        <button type="button" aria-haspopup="dialog" onClick={() => sheet.current?.showModal()}>
          <MenuIcon class="icon" size={20} strokeWidth={1.5} aria-hidden="true" />
          {shell.menu}
        </button>
      </nav>
      <dialog
        class="sheet"
        ref={sheet}
        aria-label={shell.menu}
        onClick={(event) => event.target === sheet.current && sheet.current?.close()}
      >
        <div class="sheet-head">
          <AccountButton />
          <IconButton label={app.close} icon={X} onClick={() => sheet.current?.close()} />
        </div>
        <DrawerLinks onGo={() => sheet.current?.close()} />
      </dialog>
    </>
  )
}
