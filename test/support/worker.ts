/** The worker as a process of its own, as it runs for real. */
import { resolve } from "node:path"
import { testSecret } from "./secret.ts"

export interface TestWorker {
  pid: number
  /** what it has logged so far, a parsed line each */
  lines: { level: string; message: string }[]
  /** SIGTERM; gives the exit code */
  stop(): Promise<number>
  /** `kill -9` */
  kill(): Promise<void>
}

/** Starts a worker and waits until it is ready. */
export async function startWorker({
  databaseUrl,
  redisUrl = "",
  dataDir,
  env = {},
}: {
  databaseUrl: string
  redisUrl?: string
  dataDir?: string
  env?: Record<string, string>
}): Promise<TestWorker> {
  const child = Bun.spawn([process.execPath, resolve(import.meta.dirname, "../../src/main.ts"), "worker"], {
    env: {
      ...process.env,
      DATABASE_URL: databaseUrl,
      REDIS_URL: redisUrl,
      ...(dataDir !== undefined && { DATA_DIR: dataDir }),
      APP_SECRET: testSecret,
      ...env,
    },
    stdio: ["ignore", "inherit", "pipe"],
  })
  const lines: TestWorker["lines"] = []
  const ready = Promise.withResolvers<void>()
  void readLines(child.stderr, (text) => {
    if (!text.startsWith("{")) process.stderr.write(`${text}\n`)
    else lines.push(JSON.parse(text))
    if (lines.at(-1)?.message === "The worker is ready") ready.resolve()
  }).then(() => ready.reject(new Error(`The worker ended at once: ${JSON.stringify(lines)}`)))
  await ready.promise
  return {
    pid: child.pid,
    lines,
    async stop() {
      child.kill("SIGTERM")
      return child.exited
    },
    async kill() {
      child.kill("SIGKILL")
      await child.exited
    },
  }
}

async function readLines(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  onLine: (text: string) => void,
): Promise<void> {
  let rest = ""
  for await (const chunk of stream.pipeThrough(new TextDecoderStream())) {
    const parts = (rest + chunk).split("\n")
    rest = parts.pop() ?? ""
    for (const text of parts) onLine(text)
  }
}
