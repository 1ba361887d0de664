/** What is typed into fields whose values belong to no record yet. */
import { useState } from "preact/hooks"
import type { FieldModel } from "../../model/workspace-model.ts"
import type { Typed } from "./draft-row.tsx"
import type { Values } from "./draft.ts"

type Problems = Readonly<Record<string, string>>

export interface TypedValues {
  values: Values
  /** field → what is to be said about it now */
  problems: Problems
  type(field: FieldModel, typed: Typed): void
  /** says what is wrong. @param missing looks at what is typed. @returns the first field in which something is */
  check(missing: (values: Values) => Problems): string | undefined
}

/** What is wrong is said when somebody tries to go on with it so, and no longer once they change it. */
export function useTyped(start: Values): TypedValues {
  const [values, setValues] = useState(start)
  const [wrong, setWrong] = useState<Problems>({})
  const [problems, setProblems] = useState<Problems>({})
  return {
    values,
    problems,
    type(field, typed) {
      setProblems(without(problems, field.name))
      setWrong("problem" in typed ? { ...wrong, [field.name]: typed.problem } : without(wrong, field.name))
      if ("value" in typed) setValues((now) => ({ ...now, [field.name]: typed.value }))
    },
    check(missing) {
      const found = { ...missing(values), ...wrong }
      setProblems(found)
      return Object.keys(found)[0]
    },
  }
}

const without = (problems: Problems, name: string): Problems =>
  Object.fromEntries(Object.entries(problems).filter(([each]) => each !== name))
