/**
 * What stands before every database at Neon: a WebSocket whose messages are the bytes of a TCP connection. The address
 * comes in the query, as in Neon's own open-source proxy.
 */
import type { Socket } from "bun"

export interface NeonProxy {
  port: number
  stop(): Promise<void>
}

interface Session {
  address: string
  socket?: Promise<Socket | undefined>
}

export function startNeonProxy(): NeonProxy {
  const server = Bun.serve<Session>({
    port: 0,
    hostname: "127.0.0.1",
    fetch(request, upgrade) {
      const address = new URL(request.url).searchParams.get("address") ?? ""
      return upgrade.upgrade(request, { data: { address } })
        ? undefined
        : new Response("WebSocket only", { status: 426 })
    },
    websocket: {
      open(client) {
        client.data.socket = connect(client)
      },
      async message(client, message) {
        const socket = await client.data.socket
        socket?.write(message)
      },
      async close(client) {
        const socket = await client.data.socket
        socket?.end()
      },
    },
  })
  return {
    port: server.port ?? 0,
    stop: () => server.stop(true),
  }
}

/** Undefined when nobody listens there, which Neon's proxy tells by closing the WebSocket as well. */
async function connect(client: Bun.ServerWebSocket<Session>): Promise<Socket | undefined> {
  const [hostname = "", port = ""] = client.data.address.split(":")
  try {
    return await Bun.connect({
      hostname,
      port: Number(port),
      socket: {
        data: (_, bytes) => void client.send(bytes),
        close: () => client.close(),
      },
    })
  } catch {
    client.close()
    return undefined
  }
}
