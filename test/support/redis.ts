import { spawnSync } from "node:child_process"
import { StartError } from "../../src/supervisor/start-error.ts"
import { freePort } from "../../src/supervisor/tcp-port.ts"

export interface TestRedis {
  url: string
  stop(): Promise<void>
}

/** Starts a Redis that keeps nothing; installs one first where that can be done without asking. */
export async function startTestRedis(): Promise<TestRedis> {
  const program = findRedis() ?? installRedis()
  const port = await freePort("127.0.0.1")
  const redis = Bun.spawn(
    [program, "--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", "/tmp"],
    { stdio: ["ignore", "ignore", "inherit"] },
  )
  await untilListening(port, redis.exited)
  return {
    url: `redis://127.0.0.1:${port}`,
    async stop() {
      redis.kill()
      await redis.exited
    },
  }
}

function findRedis(): string | undefined {
  return Bun.which("redis-server") ?? Bun.which("valkey-server") ?? undefined
}

function installRedis(): string {
  const aptGet = Bun.which("apt-get")
  if (aptGet && process.getuid?.() === 0) {
    process.stdout.write("Installing redis-server…\n")
    // RUNLEVEL keeps the package from starting a service of its own.
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" }
    for (const args of [["update"], ["install", "--yes", "--no-install-recommends", "redis-server"]]) {
      const { status, stdout, stderr } = spawnSync(aptGet, args, { env, encoding: "utf8" })
      if (status !== 0) process.stderr.write(`${stdout}${stderr}`)
    }
  }
  const program = findRedis()
  if (program) return program
  throw new StartError("The tests need redis-server; install it with the system's package manager and run them again.")
}

async function untilListening(port: number, exited: Promise<number>): Promise<void> {
  let gone = false
  void exited.then(() => (gone = true))
  while (!(await answers(port))) {
    if (gone) throw new StartError("redis-server ended at once; see above for why.")
    await Bun.sleep(10)
  }
}

async function answers(port: number): Promise<boolean> {
  try {
    const socket = await Bun.connect({ hostname: "127.0.0.1", port, socket: { data() {} } })
    socket.end()
    return true
  } catch {
    // Not listening yet, which is what the caller asks.
    return false
  }
}
