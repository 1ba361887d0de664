/**
 * Ends this process as soon as the supervisor that started it is gone, even by `kill -9`, so that nothing is left behind
 * that holds the port. Does nothing in a process that was started by hand.
 *
 * It ends at once, without draining: a supervisor that is alive would have sent SIGTERM, so this is a crash, and both
 * the server and the worker are made to survive one.
 */
export function exitWithParent(): void {
  if (process.connected) process.on("disconnect", () => process.exit(1))
}
