/** The appearance as a signal; a change shows at once, here and in other tabs. */
import { effect, signal } from "@preact/signals"
import {
  applyAppearance,
  keepAppearance,
  prefersDark,
  readAppearance,
  type Appearance,
  type Theme,
} from "./appearance.ts"

export const appearance = signal<Appearance>(readAppearance())

export function changeAppearance(change: Partial<Appearance>): void {
  appearance.value = { ...appearance.value, ...change }
  keepAppearance(appearance.value)
}

/** A theme that was chosen for all devices counts here too, until another one is chosen on this device. */
export function adoptScheme(scheme: string): void {
  if (scheme !== appearance.peek().scheme) changeAppearance({ scheme, theme: themes[scheme] ?? "system" })
}

const themes: Record<string, Theme> = { Light: "light", Dark: "dark" }

/** Begins to follow the setting, the system and other tabs. */
export function followAppearance(): void {
  effect(() => applyAppearance(appearance.value))
  prefersDark().addEventListener("change", () => applyAppearance(appearance.value))
  window.addEventListener("storage", () => (appearance.value = readAppearance()))
}
