/** Hands a file that needs a token to the browser, under a name. */
import { request } from "../../api/request.ts"

/** @returns whether there was one */
export async function download(path: string, name: string, accept: string): Promise<boolean> {
  const response = await request(path, { headers: { accept } })
  if (!response.ok) return false
  const address = URL.createObjectURL(await response.blob())
  const link = document.createElement("a")
  link.href = address
  link.download = name
  link.click()
  URL.revokeObjectURL(address)
  return true
}
