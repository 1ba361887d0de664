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

/** Does it, so that it can be undone. */
export async function perform(step: Step): Promise<boolean> {
  const isDone = await step.run()
  if (isDone) remember(step)
  return isDone
}

/** Of what is done already. */
export function remember(step: Step): void {
  past.value = [...past.peek(), step].slice(-most)
  future.value = []
}

/** Undoes that step, or the last one. @returns the step and how it went; null where there is nothing to undo */
export async function undo(
  step: Step | undefined = past.peek().at(-1),
  isForced = false,
): Promise<{ step: Step; result: Undone } | null> {
  if (!step || !past.peek().includes(step)) return null
  past.value = past.peek().filter((each) => each !== step)
  const result = await step.undo(isForced)
  if (result === "done") future.value = [...future.peek(), step]
  else past.value = [...past.peek(), step]
  return { step, result }
}

/** Does again what was undone last. */
export async function redo(): Promise<Step | null> {
  const step = future.peek().at(-1)
  if (!step) return null
  future.value = future.peek().slice(0, -1)
  if (await step.run()) past.value = [...past.peek(), step]
  return step
}
