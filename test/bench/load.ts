/** Drives requests through a fixed number of connections for a while and measures them. */

export interface Load {
  perSecond: number
  /** milliseconds */
  p50: number
  p99: number
  requests: number
}

/** Runs `worker(connection, n)` one after the other on each connection until the time is over. */
export async function drive(
  connections: number,
  seconds: number,
  worker: (connection: number, n: number) => Promise<void>,
): Promise<Load> {
  const latencies: number[] = []
  const end = performance.now() + seconds * 1000
  const start = performance.now()
  let n = 0
  await Promise.all(
    Array.from({ length: connections }, async (_, connection) => {
      while (performance.now() < end) {
        const begin = performance.now()
        await worker(connection, n++)
        latencies.push(performance.now() - begin)
      }
    }),
  )
  const took = (performance.now() - start) / 1000
  latencies.sort((a, b) => a - b)
  const at = (share: number) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0
  return { perSecond: latencies.length / took, p50: at(0.5), p99: at(0.99), requests: latencies.length }
}

/**
 * A bare HTTP/1.1 client on one kept connection. `fetch` costs as much as the server does, and both share the machine,
 * so it would measure itself.
 */
export class HttpConnection {
  private buffer = Buffer.alloc(0)
  private waiting: { resolve: (body: Buffer) => void; reject: (error: Error) => void } | undefined
  private constructor(private socket: { write(data: string): number }) {}

  static async open(port: number): Promise<HttpConnection> {
    let connection: HttpConnection | undefined
    const socket = await Bun.connect({
      hostname: "127.0.0.1",
      port,
      socket: {
        data: (_, chunk) => connection?.receive(chunk),
        error: (_, error) => connection?.waiting?.reject(error),
        close: () => connection?.waiting?.reject(new Error("The server closed the connection")),
      },
    })
    connection = new HttpConnection(socket)
    return connection
  }

  /** Resolves with the body. Rejects for a status other than 200 and 201. */
  send(request: string): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject }
      this.socket.write(request)
    })
  }

  private receive(chunk: Buffer): void {
    this.buffer = this.buffer.length === 0 ? Buffer.from(chunk) : Buffer.concat([this.buffer, chunk])
    const headEnd = this.buffer.indexOf("\r\n\r\n")
    if (headEnd < 0) return
    const head = this.buffer.toString("latin1", 0, headEnd)
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0)
    if (this.buffer.length < headEnd + 4 + length) return
    const body = this.buffer.subarray(headEnd + 4, headEnd + 4 + length)
    this.buffer = Buffer.alloc(0)
    const { resolve, reject } = this.waiting!
    if (/^HTTP\/1.1 20[01]/.test(head)) resolve(body)
    else reject(new Error(`${head.split("\r\n")[0]} ${body.toString("utf8", 0, 300)}`))
  }
}

export function httpRequest(method: string, path: string, token: string, body?: unknown): string {
  const text = body === undefined ? "" : JSON.stringify(body)
  const headers = [
    `${method} ${path} HTTP/1.1`,
    "host: localhost",
    `authorization: Bearer ${token}`,
    "content-type: application/json",
    `content-length: ${Buffer.byteLength(text)}`,
  ]
  return `${headers.join("\r\n")}\r\n\r\n${text}`
}
