/** Reads a table beside the page, so that however long it is the page goes on. */
import { decode, readRows, separatorOf } from "./csv.ts"
import type { FromWorker } from "./read-file.ts"

/** Rows of a message: few enough for the page to take them between two frames. */
const rowsAtOnce = 500

onmessage = async ({ data }: MessageEvent<Blob | string>) => {
  const text = typeof data === "string" ? data : decode(await data.arrayBuffer())
  const separator = separatorOf(text)
  let rows: string[][] = []
  const tell = (message: FromWorker) => postMessage(message)
  for (const row of readRows(text, separator)) {
    if (rows.push(row) < rowsAtOnce) continue
    tell({ rows, isDone: false })
    rows = []
  }
  tell({ rows, isDone: true })
}
