/** Which of the members somebody is who looks at this page; null until it is known. */
import { signal } from "@preact/signals"

export const me = signal<string | null>(null)
