/** The twelve hues of options, stages and avatars, in the order in which new options take them. */
const hues = [
  "grey",
  "red",
  "coral",
  "amber",
  "lime",
  "green",
  "teal",
  "sky",
  "blue",
  "violet",
  "plum",
  "pink",
] as const

export type Hue = (typeof hues)[number]

/** The names that the wire has for colours beside ours. */
const wireNames: Record<string, Hue> = {
  gray: "grey",
  orange: "coral",
  yellow: "amber",
  turquoise: "teal",
  purple: "violet",
  tomato: "red",
  ruby: "red",
  crimson: "pink",
  brown: "coral",
  bronze: "amber",
  gold: "amber",
  grass: "green",
  jade: "teal",
  mint: "teal",
  cyan: "sky",
  iris: "violet",
  indigo: "blue",
}

/** The same as options are given them on the wire, in that order. */
export const optionColors = "gray red orange amber lime green turquoise sky blue violet plum pink".split(" ")

/** @param color as an option has it; grey when it is none that we know */
export function hueNamed(color: string | null | undefined): Hue {
  const known = hues.find((hue) => hue === color)
  return known ?? wireNames[color ?? ""] ?? "grey"
}

/** Always the same for the same id. */
export function hueOf(id: string): Hue {
  let hash = 0
  for (let i = 0; i < id.length; i++) hash = (hash * 31 + id.charCodeAt(i)) | 0
  return hues[Math.abs(hash) % hues.length]!
}
