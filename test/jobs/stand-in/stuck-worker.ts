/** A worker whose first job never ends: what a test kills. It prints "begun" when it has the job. */
import { readConfig } from "../../../src/config.ts"
import { openQueues } from "../../../src/jobs/queues.ts"
import { createLog } from "../../../src/log.ts"

const [queue = "", lockDuration = ""] = process.argv.slice(2)
const queues = await openQueues<Record<string, object>>(readConfig(process.env), createLog("error"))
await queues.work(queue, { concurrency: 1, lockDuration: Number(lockDuration) }, () => {
  process.stdout.write("begun\n")
  return new Promise(() => {})
})
