/** How the JavaScript engine is set for processes that mostly wait for a database. */

/**
 * Environment of a server or worker. JavaScriptCore's last compiler costs a small machine more than its code wins back:
 * it goes on compiling beside the requests, a twentieth of a core, and without it every case of `bun run bench` is
 * between 4 and 25 percent faster (docs/decisions/0007-two-traps-of-bun.md).
 */
export const engineSettings = { BUN_JSC_useFTLJIT: "false" } as const
