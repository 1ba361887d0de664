/** A file, or pasted text, as rows of text: read by a worker, which hands over some at a time. */

export interface FromWorker {
  rows: string[][]
  isDone: boolean
}

/** Where the worker is served; the bundler fills it in. */
declare const CSV_WORKER: string

interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(): string }): { createScriptURL(text: string): unknown }
}

const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes }
// Whatever it is asked for, it knows one address.
const policy = trustedTypes?.createPolicy("worker", { createScriptURL: () => CSV_WORKER })

/**
 * @param onProgress told how many rows there are so far
 * @throws when the file cannot be read
 */
export function readTable(source: Blob | string, onProgress: (count: number) => void): Promise<string[][]> {
  const address = (policy?.createScriptURL("") ?? CSV_WORKER) as string
  const worker = new Worker(address)
  const all: string[][] = []
  return new Promise<string[][]>((resolve, reject) => {
    worker.onmessage = ({ data: { rows, isDone } }: MessageEvent<FromWorker>) => {
      for (const row of rows) all.push(row)
      onProgress(all.length)
      if (isDone) resolve(all)
    }
    worker.onerror = (event) => reject(new Error(event.message))
    worker.postMessage(source)
  }).finally(() => worker.terminate())
}
