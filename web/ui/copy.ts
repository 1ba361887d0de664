/** Puts a text on the clipboard. On unsafe origins, such as a server in one's own network, the newer way is not there. */
export async function copyText(text: string): Promise<void> {
  if ("clipboard" in navigator) return navigator.clipboard.writeText(text)
  const area = document.createElement("textarea")
  area.value = text
  // Inside an open dialog nothing outside of it can have the focus.
  const place = document.querySelector("dialog[open]") ?? document.body
  const before = document.activeElement as HTMLElement | null
  place.append(area)
  area.select()
  document.execCommand("copy")
  area.remove()
  before?.focus()
}
