/** How wide the drawer is on this device: pixels, and whether it is a rail of icons. */
import { signal } from "@preact/signals"
import { keep, readKept } from "../kept.ts"

const key = "kith.drawer"
const least = 180
const most = 320
const usual = 220

interface Drawer {
  width: number
  isRail: boolean
}

export const drawer = signal<Drawer>(read())

function read(): Drawer {
  const { width, isRail } = readKept<Drawer>(key)
  return { width: clamp(Number(width ?? usual)), isRail: isRail ?? matchMedia("(max-width: 1023px)").matches }
}

export function changeDrawer(change: Partial<Drawer>): void {
  const next = { ...drawer.value, ...change }
  drawer.value = { ...next, width: clamp(next.width) }
  keep(key, drawer.value)
}

export const bounds = { least, most, usual }

function clamp(width: number): number {
  return Math.min(most, Math.max(least, Number.isFinite(width) ? width : usual))
}
