/** A form whose rules are told field by field: the first that is broken gets the focus, and nothing typed is lost. */
import { useRef, useState } from "preact/hooks"
import type { ComponentChildren } from "preact"
import { t } from "../i18n/messages.ts"

/** Field → what is wrong with it. Fields come in the order of the page. */
export type Problems = Record<string, string | undefined>

interface FormProps {
  onSubmit(): void
  children: ComponentChildren
}

export function Form({ onSubmit, children }: FormProps) {
  return (
    <form
      noValidate
      class="form"
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit()
      }}
    >
      {children}
    </form>
  )
}

/**
 * The problems of a form, checked when it is submitted and, from then on, with every key.
 * @param rules looks at what is typed now
 */
export function useProblems(rules: () => Problems) {
  const [isWatched, setWatched] = useState(false)
  const [answered, setAnswered] = useState<Problems>({})
  const root = useRef<HTMLDivElement>(null)
  const problems = { ...answered, ...(isWatched ? present(rules()) : {}) }
  const focusFirst = () => queueMicrotask(() => requestAnimationFrame(() => firstInvalid(root.current)?.focus()))
  return {
    root,
    problems,
    /** true when there is nothing wrong */
    check(): boolean {
      setWatched(true)
      setAnswered({})
      const isGood = Object.keys(present(rules())).length === 0
      if (!isGood) focusFirst()
      return isGood
    },
    /** shows what the server said, and puts the focus there */
    show(said: Problems): void {
      setAnswered(said)
      focusFirst()
    },
    /** as before anybody typed */
    rest(): void {
      setWatched(false)
      setAnswered({})
    },
    /** to be called with every key: what the server said was about another value */
    forget(): void {
      if (Object.keys(answered).length > 0) setAnswered({})
    },
    summary: Object.keys(problems).length > 1 ? t().errors.invalidCount(Object.keys(problems).length) : "",
  }
}

/**
 * What is typed into a form of several fields, with their rules.
 * @param start what stands there at first
 */
export function useForm<T extends Record<string, string>>(start: T, rules: (typed: T) => Problems) {
  const [typed, setTyped] = useState(start)
  const form = useProblems(() => rules(typed))
  /** for a field of that name */
  const field = (name: keyof T & string) => ({
    value: typed[name]!,
    onValue(value: string) {
      form.forget()
      setTyped((before) => ({ ...before, [name]: value }))
    },
    error: form.problems[name],
  })
  const clear = () => {
    form.rest()
    setTyped(start)
  }
  return { ...form, typed, field, clear }
}

function present(problems: Problems): Problems {
  return Object.fromEntries(Object.entries(problems).filter(([, problem]) => problem))
}

function firstInvalid(root: HTMLElement | null): HTMLElement | null {
  return root?.querySelector<HTMLElement>("[aria-invalid=true]") ?? null
}
