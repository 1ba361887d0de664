/** Where somebody wanted to go before they had to sign in; other sites may be involved until they get there. */
const key = "kith.destination"

export function keepDestination(path: string): void {
  if (path !== "/") sessionStorage.setItem(key, path)
}

export function takeDestination(): string {
  const path = sessionStorage.getItem(key) ?? "/"
  sessionStorage.removeItem(key)
  // Never to another site, whatever came to stand there.
  return /^\/(?![/\\])/.test(path) ? path : "/"
}
