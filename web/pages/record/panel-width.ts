/** How wide the panel is on this device, in pixels. */
import { signal } from "@preact/signals"
import { keep, readKept } from "../../kept.ts"

const key = "kith.panel"

export const bounds = { least: 360, most: 720, usual: 480 }

export const panelWidth = signal(clamp(readKept<{ width: number }>(key).width ?? bounds.usual))

export function changePanelWidth(width: number): void {
  panelWidth.value = clamp(width)
  keep(key, { width: panelWidth.value })
}

function clamp(width: number): number {
  return Number.isFinite(width) ? Math.min(bounds.most, Math.max(bounds.least, width)) : bounds.usual
}
