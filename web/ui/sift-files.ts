/** Files that somebody wants to send, and those that need not be. Who never adds any does not fetch what judges them. */
import { part } from "./part.ts"

const rules = part(() => import("../api/file-rules.ts"))

type Sifted = Awaited<ReturnType<typeof import("../api/file-rules.ts").sift>>

/** As in `api/file-rules.ts`; all are taken where that cannot be fetched, of which people are told. */
export async function siftFiles(files: readonly File[]): Promise<Sifted> {
  const loaded = await rules.load()
  return loaded ? loaded.sift(files) : { taken: files, refused: [] }
}
