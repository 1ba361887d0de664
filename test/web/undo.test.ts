/** What can be undone, and in which order, where steps take time. */
import { beforeEach, expect, test } from "bun:test"
import { future, past, perform, redo, undo, underway, type Step } from "../../web/store/undo.ts"

beforeEach(() => {
  past.value = []
  future.value = []
})

function slow(text: string, done: string[]) {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const step: Step = {
    text,
    run: () => promise,
    undo: () => {
      done.push(text)
      return "done"
    },
  }
  return { step, end: resolve }
}

/** One step that is done, and another that is underway. */
async function oneAfterAnother() {
  const undone: string[] = []
  const first = slow("first", undone)
  const second = slow("second", undone)
  first.end(true)
  await perform(first.step)
  return { undone, first, second, performed: perform(second.step) }
}

test("what is still underway is undone once it is done, not what was before it", async () => {
  const { undone, first, second, performed } = await oneAfterAnother()
  expect(underway.value).toHaveLength(1)
  const asked = undo()
  expect(undone).toEqual([])
  second.end(true)
  expect(await performed).toBe(true)
  expect(await asked).toMatchObject({ step: { text: "second" }, result: "done" })
  expect(undone).toEqual(["second"])
  expect(underway.value).toEqual([])
  expect(past.value).toEqual([first.step])
  expect(future.value).toEqual([second.step])
})

test("where what is underway cannot be done, nothing before it is undone for it", async () => {
  const { undone, first, second, performed } = await oneAfterAnother()
  const asked = undo()
  second.end(false)
  expect(await performed).toBe(false)
  expect(await asked).toBeNull()
  expect(undone).toEqual([])
  expect(past.value).toEqual([first.step])
})

test("what is done again can be undone while that takes its time", async () => {
  const undone: string[] = []
  const { step, end } = slow("first", undone)
  past.value = [step]
  await undo()
  const again = redo()
  const asked = undo()
  end(true)
  expect(await again).toBe(step)
  expect(await asked).toMatchObject({ result: "done" })
  expect(undone).toEqual(["first", "first"])
  expect(future.value).toEqual([step])
})

test("a step that is named is undone although something else is underway", async () => {
  const { undone, first, second, performed } = await oneAfterAnother()
  expect(await undo(first.step)).toMatchObject({ result: "done" })
  expect(undone).toEqual(["first"])
  second.end(true)
  await performed
})
