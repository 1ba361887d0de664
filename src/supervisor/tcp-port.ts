import { createServer } from "node:net"
import { hasCode, reason, StartError } from "./start-error.ts"

/** Throws a {@link StartError} when the server would not get its port. */
export async function requireFreePort(port: number, host: string): Promise<void> {
  try {
    for (const address of addresses(host)) await patiently(() => tryPort(port, address))
  } catch (error) {
    if (hasCode(error, "EADDRINUSE")) {
      throw new StartError(`Port ${port} is in use; stop the program that uses it, or set PORT to another one.`)
    }
    if (hasCode(error, "EACCES")) {
      throw new StartError(`Port ${port} needs more rights than this user has; set PORT to one above 1023.`)
    }
    throw new StartError(`Kith cannot listen on ${host}:${port} (${reason(error)}); set HOST to an address it has.`)
  }
}

/** Two programs can share `localhost`, one on each address; people would then reach either by chance. */
function addresses(host: string): string[] {
  return host === "localhost" ? ["127.0.0.1", "::1"] : [host]
}

/** The server of a supervisor that was killed a moment ago may not have noticed yet. */
async function patiently(attempt: () => Promise<unknown>): Promise<void> {
  for (const deadline = Date.now() + 1000; ; await Bun.sleep(20)) {
    try {
      return void (await attempt())
    } catch (error) {
      if (!hasCode(error, "EADDRINUSE") || Date.now() > deadline) throw error
    }
  }
}

/** `preferred` when it is free, otherwise one that the system chooses. */
export async function freePort(host: string, preferred = 0): Promise<number> {
  try {
    return await tryPort(preferred, host)
  } catch (error) {
    if (preferred === 0 || !hasCode(error, "EADDRINUSE")) throw error
    return await tryPort(0, host)
  }
}

/** Listens for a moment; gives the port. A machine without IPv6 cannot have `::1` in use. */
function tryPort(port: number, host: string): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  const server = createServer()
  server.once("error", (error) => {
    if (host === "::1" && hasCode(error, "EADDRNOTAVAIL", "EAFNOSUPPORT")) resolve(port)
    else reject(error)
  })
  server.listen({ port, host, exclusive: true }, () => {
    const address = server.address()
    server.close(() => resolve(address && typeof address === "object" ? address.port : port))
  })
  return promise
}
