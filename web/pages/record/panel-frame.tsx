/** What the panel stands in: beside the page, above it where there is no room, and on a phone in its place. */
import type { ComponentChildren } from "preact"
import { useEffect, useState } from "preact/hooks"
import { t } from "../../i18n/record/index.ts"
import { closePanel, leavePanel } from "../../shell/panel.ts"
import { px } from "../../ui/px.ts"
import { bounds, changePanelWidth, panelWidth } from "./panel-width.ts"

interface FrameProps {
  /** of what is in it */
  label: string
  children: ComponentChildren
}

export function PanelFrame({ label, children }: FrameProps) {
  const isPhone = usePhone()
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || event.defaultPrevented) return
    event.preventDefault()
    leavePanel()
  }
  useEffect(() => {
    const behind = document.querySelectorAll<HTMLElement>(".frame, .phone-bar")
    for (const each of behind) each.inert = isPhone
    return () => {
      for (const each of behind) each.inert = false
    }
  }, [isPhone])
  if (isPhone)
    return (
      <div class="panel" role="dialog" aria-modal="true" aria-label={label} data-panel onKeyDown={onKeyDown}>
        {children}
      </div>
    )
  return (
    <>
      <div class="panel-scrim" onClick={closePanel} />
      <aside
        class="panel"
        aria-label={label}
        data-panel
        data-region
        tabIndex={-1}
        style={{ width: px(panelWidth.value) }}
        onKeyDown={onKeyDown}
      >
        <Edge />
        {children}
      </aside>
    </>
  )
}

function usePhone(): boolean {
  const query = "(max-width: 639px)"
  const [isPhone, setPhone] = useState(matchMedia(query).matches)
  useEffect(() => {
    const media = matchMedia(query)
    const look = () => setPhone(media.matches)
    media.addEventListener("change", look)
    return () => media.removeEventListener("change", look)
  }, [])
  return isPhone
}

/** Drawn by the pointer, or by arrows; a double click makes it as it was. */
function Edge() {
  const width = panelWidth.value
  return (
    <div
      class="edge"
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={t().width}
      aria-valuenow={width}
      aria-valuemin={bounds.least}
      aria-valuemax={bounds.most}
      onDblClick={() => changePanelWidth(bounds.usual)}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) changePanelWidth(innerWidth - event.clientX)
      }}
      onKeyDown={(event) => {
        const step = { ArrowLeft: 16, ArrowRight: -16 }[event.key]
        if (step) changePanelWidth(width + (event.shiftKey ? step * 5 : step))
      }}
    />
  )
}
