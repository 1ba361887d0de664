import { useMemo, useRef } from "preact/hooks"

/** Handlers that stay the same and do what the latest of them would: whoever is given them is not painted again for them. */
export function useStable<T extends object>(handlers: T): T {
  const latest = useRef(handlers)
  latest.current = handlers
  return useMemo(() => {
    const call =
      (name: keyof T) =>
      (...args: unknown[]) =>
        (latest.current[name] as (...args: unknown[]) => unknown)(...args)
    return Object.fromEntries(Object.keys(handlers).map((name) => [name, call(name as keyof T)])) as T
  }, [])
}
