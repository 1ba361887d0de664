/** While somebody works on the client: loads the page again when its sources have changed. */
export async function followSources(): Promise<void> {
  const first = await version()
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 1000))
    const now = await version()
    if (first !== null && now !== null && now !== first) location.reload()
  }
}

/** Null while the server restarts. */
async function version(): Promise<string | null> {
  try {
    const response = await fetch("/assets/version")
    return response.ok ? await response.text() : null
  } catch {
    return null
  }
}
