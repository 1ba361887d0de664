import { useEffect } from "preact/hooks"

/** The page's title, most particular first: record or view, object, workspace. */
export function useTitle(...parts: (string | null | undefined)[]): void {
  const title = [...parts.filter(Boolean), "Kith"].join(" – ")
  useEffect(() => {
    document.title = title
  }, [title])
}
