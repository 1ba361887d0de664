/** Theme and density, kept on this device and shown as attributes of `<html>`, from which the tokens follow. */
export type Theme = "system" | "light" | "dark"
export type Density = "compact" | "default" | "comfortable"

export interface Appearance {
  theme: Theme
  density: Density
}

const key = "kith.appearance"

export function readAppearance(): Appearance {
  try {
    const { theme, density } = JSON.parse(localStorage.getItem(key) ?? "{}") as Partial<Appearance>
    return {
      theme: theme === "light" || theme === "dark" ? theme : "system",
      density: density === "compact" || density === "comfortable" ? density : "default",
    }
  } catch {
    // Somebody else's text, or no storage at all.
    return { theme: "system", density: "default" }
  }
}

export function keepAppearance(appearance: Appearance): void {
  localStorage.setItem(key, JSON.stringify(appearance))
}

export function applyAppearance({ theme, density }: Appearance): void {
  const { dataset } = document.documentElement
  dataset.theme = theme === "system" ? (prefersDark().matches ? "dark" : "light") : theme
  dataset.density = matchMedia("(pointer: coarse)").matches ? "touch" : density
}

export const prefersDark = () => matchMedia("(prefers-color-scheme: dark)")
