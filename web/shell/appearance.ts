/** Theme and density, kept on this device and shown as attributes of `<html>`, from which the tokens follow. */
import { keep, readKept } from "../kept.ts"

export type Theme = "system" | "light" | "dark"
export type Density = "compact" | "default" | "comfortable"

export interface Appearance {
  theme: Theme
  density: Density
  /** what the member had chosen for all devices when this one looked last: System, Light or Dark */
  scheme: string
}

const key = "kith.appearance"

export function readAppearance(): Appearance {
  const { theme, density, scheme } = readKept<Appearance>(key)
  return {
    theme: theme === "light" || theme === "dark" ? theme : "system",
    density: density === "compact" || density === "comfortable" ? density : "default",
    scheme: scheme ?? "System",
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
