/** Goes to another address from wherever no hook can be used: actions, keys, toasts. */
import { useEffect } from "preact/hooks"
import { useLocation } from "preact-iso"

let go: (path: string, replace?: boolean) => void = (path) => location.assign(path)

export const navigate = (path: string, replace = false): void => go(path, replace)

export function useNavigation(): void {
  const { route } = useLocation()
  useEffect(() => {
    go = route
  }, [route])
}
