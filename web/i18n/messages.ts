/**
 * What the client says, in catalogues: `core` is there from the first page, others come with the pages that use them.
 * English is complete and comes along; another language is loaded when somebody speaks it.
 */
import { signal } from "@preact/signals"
import { en, type Messages } from "./core/en.ts"

/** of a language: its code, such as "de" */
const language = signal("en")
const loads: (() => Promise<void>)[] = []

/**
 * A catalogue of an area.
 * @param others language → what loads it
 * @returns what gives its messages in the language that is spoken, and paints again whoever shows them when that changes
 */
export function catalogue<T>(english: T, others: Record<string, () => Promise<T>>): () => T {
  const current = signal(english)
  const load = async () => {
    current.value = (await others[language.peek()]?.()) ?? english
  }
  loads.push(load)
  if (language.peek() !== "en") pending = Promise.all([pending, load()])
  return () => current.value
}

let pending: Promise<unknown> = Promise.resolve()

/** A page that is loaded, once all that it says is loaded in the language that is spoken. */
export async function spoken<T>(page: Promise<T>): Promise<T> {
  const loaded = await page
  await pending
  return loaded
}

/** @param locale such as "de-AT"; a language without a catalogue is spoken to in English */
export async function speak(locale: string): Promise<void> {
  const code = locale.split("-")[0]!.toLowerCase()
  language.value = languages.has(code) ? code : "en"
  await Promise.all(loads.map((load) => load()))
  document.documentElement.lang = language.value
}

const languages = new Set(["en", "de"])

/** @example t().app.retry */
export const t: () => Messages = catalogue(en, { de: async () => (await import("./core/de.ts")).de })
