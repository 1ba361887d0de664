/** A real Chromium for tests of the web client; installed first where that can be done without asking. */
import { spawnSync } from "node:child_process"
import { chromium, type Browser } from "playwright-core"
import { StartError } from "../../src/supervisor/start-error.ts"

/** One for each test file, which closes it: whatever a file leaves open outlives its tests. */
export function openChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: findChromium() ?? installChromium(),
    // Tests run as whoever they run as, root included, where Chromium has no sandbox.
    args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
  })
}

/** Before the tests, so that none of them waits for a download. Throws StartError. */
export function requireChromium(): void {
  if (!findChromium()) installChromium()
}

function findChromium(): string | undefined {
  const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
  const place = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
  return names.map((name) => Bun.which(name)).find((path) => path !== null) ?? Bun.which(place) ?? undefined
}

function installChromium(): string {
  const aptGet = Bun.which("apt-get")
  if (aptGet && process.getuid?.() === 0) {
    process.stdout.write("Installing chromium…\n")
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" }
    for (const args of [["update"], ["install", "--yes", "--no-install-recommends", "chromium", "fonts-dejavu-core"]]) {
      const { status, stdout, stderr } = spawnSync(aptGet, args, { env, encoding: "utf8" })
      if (status !== 0) process.stderr.write(`${stdout}${stderr}`)
    }
  }
  const program = findChromium()
  if (program) return program
  throw new StartError("The tests need Chromium; install it with the system's package manager and run them again.")
}
