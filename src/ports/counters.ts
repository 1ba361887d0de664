/** The port to counters that all servers share: PostgreSQL's (`src/db/rate-counters.ts`) or Redis's. */
export interface Counters {
  /**
   * Adds to a counter and gives its new value. One that is not there begins at 0.
   * @param endsAt milliseconds since 1970, the same at every call; it may be forgotten from then on
   */
  add(key: string, amount: number, endsAt: number): Promise<number>
  close(): Promise<void>
}
