/** The port to the network for the guarded fetch: names to addresses, and requests to exactly one address. */
import { lookup } from "node:dns/promises"

export interface Network {
  /** every address that the name stands for, as text */
  resolve(hostname: string): Promise<string[]>
  /** Sends the request to this address, while Host and the certificate's name stay those of the URL. Follows no redirect. */
  fetch(url: URL, address: string, init: RequestInit): Promise<Response>
}

export const bunNetwork: Network = {
  async resolve(hostname) {
    const found = await lookup(hostname, { all: true, verbatim: true })
    return found.map(({ address }) => address)
  },
  fetch(url, address, init) {
    const pinned = new URL(url)
    pinned.hostname = address.includes(":") ? `[${address}]` : address
    const headers = new Headers(init.headers)
    headers.set("host", url.host)
    // A kept connection would have been made for another name.
    return fetch(pinned, { ...init, headers, redirect: "manual", keepalive: false, tls: { serverName: url.hostname } })
  },
}
