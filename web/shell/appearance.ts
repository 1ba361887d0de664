/** Theme and density, kept on this device and shown as attributes of `<html>`, from which the tokens follow. */
import { keep, readKept } from "../kept.ts"

export type Theme = "system" | "light" | "dark"
export type Density = "compact" | "default" | "comfortable"

export interface Appearance {
  theme: Theme
  density: Density
}

const key = "kith.appearance"

export function readAppearance(): Appearance {
  const { theme, density } = readKept<Appearance>(key)
  return {
    theme: theme === "light" || theme === "dark" ? theme : "system",
    density: density === "compact" || density === "comfortable" ? density : "default",
  }
}

export function keepAppearance(appearance: Appearance): void {
  keep(key, appearance)
}

export function applyAppearance({ theme, density }: Appearance): void {
  const { dataset } = document.documentElement
  dataset.theme = theme === "system" ? (prefersDark().matches ? "dark" : "light") : theme
  dataset.density = matchMedia("(pointer: coarse)").matches ? "touch" : density
}

export const prefersDark = () => matchMedia("(prefers-color-scheme: dark)")
