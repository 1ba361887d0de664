/** Where a request came from. */
export interface Client {
  /** of the socket, or what a trusted proxy says; "" where the runtime does not tell */
  address: string
  /** as much of it as the audit log may keep; null for nothing */
  loggedAddress: string | null
  userAgent: string | null
  requestId: string
}

/** The platform itself, and scripts on the server. */
export const noClient: Client = { address: "", loggedAddress: null, userAgent: null, requestId: "" }
