/** The catalogue in use. Others than English are loaded when somebody speaks their language. */
import { signal } from "@preact/signals"
import { en, type Messages } from "./en.ts"

const catalogues: Record<string, () => Promise<Messages>> = {
  de: async () => (await import("./de.ts")).de,
}

const current = signal<{ locale: string; messages: Messages }>({ locale: "en", messages: en })

/** @example t().app.retry */
export const t = (): Messages => current.value.messages

/** @param locale such as "de-AT"; a language without a catalogue is spoken to in English */
export async function speak(locale: string): Promise<void> {
  const language = locale.split("-")[0]!.toLowerCase()
  const load = catalogues[language]
  current.value = load ? { locale: language, messages: await load() } : { locale: "en", messages: en }
  document.documentElement.lang = current.value.locale
}
