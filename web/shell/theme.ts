/** The appearance as a signal; a change shows at once, here and in other tabs. */
import { effect, signal } from "@preact/signals"
import { applyAppearance, keepAppearance, prefersDark, readAppearance, type Appearance } from "./appearance.ts"

export const appearance = signal<Appearance>(readAppearance())

export function changeAppearance(change: Partial<Appearance>): void {
  appearance.value = { ...appearance.value, ...change }
  keepAppearance(appearance.value)
}

/** Begins to follow the setting, the system and other tabs. */
export function followAppearance(): void {
  effect(() => applyAppearance(appearance.value))
  prefersDark().addEventListener("change", () => applyAppearance(appearance.value))
  window.addEventListener("storage", () => (appearance.value = readAppearance()))
}
