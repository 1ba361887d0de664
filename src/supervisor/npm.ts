import { describeProcess, isAlive } from "./processes.ts"

/**
 * Calls `gone` when the npx or npm that started this process has ended. SIGTERM ends npx and the shell below it without
 * reaching anything further down, and Kith would run on with nobody knowing.
 */
export function watchNpm(env: Record<string, string | undefined>, gone: () => void): void {
  if (!env.npm_execpath) return
  const npm = findNpm()
  if (npm === undefined) return
  const timer = setInterval(() => {
    if (isAlive(npm)) return
    clearInterval(timer)
    gone()
  }, 500)
}

/** Between npm and us are a shell and at most a few `bun run`. */
function findNpm(): number | undefined {
  let pid = process.ppid
  for (let generation = 0; generation < 6 && pid > 1; generation++) {
    const found = describeProcess(pid)
    if (!found) return undefined
    if (/^(npm|npx)\b|\b(npm|npx)(-cli)?(\.js)?( |$)/.test(found.command)) return pid
    pid = found.parent
  }
  return undefined
}
