/** What was done in this tab and can be undone, newest last: a hundred steps. */
import { signal } from "@preact/signals"

export interface Step {
  /** what it does, for people: "Stage of Acme" */
  text: string
  /** does it, or does it again. False where it could not be done: somebody has been told why */
  run(): Promise<boolean> | boolean
  /** @param isForced although the records have changed since */
  undo(isForced: boolean): Promise<Undone> | Undone
}

/** `changed`: somebody else has changed what would be undone, so that nothing was done */
export type Undone = "done" | "changed" | "failed"

const most = 100

export const past = signal<readonly Step[]>([])
export const future = signal<readonly Step[]>([])

/** What is being done right now, newest last. Of each: whether it could be done, once it is among what can be undone. */
export const underway = signal<readonly Promise<boolean>[]>([])

/** Does it, so that it can be undone. */
export function perform(step: Step): Promise<boolean> {
  return follow(performed(step, remember))
}

async function performed(step: Step, keep: (step: Step) => void): Promise<boolean> {
  const isDone = await step.run()
  if (isDone) keep(step)
  return isDone
}

async function follow(done: Promise<boolean>): Promise<boolean> {
  underway.value = [...underway.peek(), done]
  try {
    return await done
  } finally {
    underway.value = underway.peek().filter((each) => each !== done)
  }
}

/** Of what is done already. */
export function remember(step: Step): void {
  past.value = [...past.peek(), step].slice(-most)
  future.value = []
}

/**
 * Undoes that step, or the last one: what is still underway is waited for, since it is what whoever asks has seen last.
 * @returns the step and how it went; null where there is nothing to undo
 */
export async function undo(step?: Step, isForced = false): Promise<{ step: Step; result: Undone } | null> {
  const latest = underway.peek().at(-1)
  // What could not be done has been taken back already, and nothing before it was meant.
  if (!step && latest && !(await latest)) return null
  const chosen = step ?? past.peek().at(-1)
  if (!chosen || !past.peek().includes(chosen)) return null
  past.value = past.peek().filter((each) => each !== chosen)
  const result = await chosen.undo(isForced)
  if (result === "done") future.value = [...future.peek(), chosen]
  else past.value = [...past.peek(), chosen]
  return { step: chosen, result }
}

/** Does again what was undone last. */
export async function redo(): Promise<Step | null> {
  const step = future.peek().at(-1)
  if (!step) return null
  future.value = future.peek().slice(0, -1)
  await follow(performed(step, (each) => void (past.value = [...past.peek(), each])))
  return step
}
