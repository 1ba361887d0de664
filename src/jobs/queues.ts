/**
 * The port to background jobs: BullMQ on Redis when `REDIS_URL` is set, on PostgreSQL otherwise. Both pass one contract
 * test. Nothing here relies on BullMQ's own events, which its PostgreSQL backend can lose; jobs are never lost.
 */
import type { Job, Queue, Worker, WorkerOptions } from "bullmq"
import type { Config } from "../config.ts"
import type { Log } from "../log.ts"

/** What the jobs of each queue carry. */
export type QueueData = {
  /** "read on": look into the event log of the workspace; the job does not say what for */
  "entity-events-to-db-queue": { workspaceId: string }
  /** a mail that waits in its table */
  "email-queue": { mailId: string }
}

export interface AddOptions {
  /**
   * Jobs of one key that nobody has begun yet are one job. The key is free again from the moment a worker begins, so
   * that whatever happens later gets a job of its own; see {@link run}.
   */
  key?: string
  /** milliseconds until the job may begin */
  delay?: number
  /** how often it is tried in all; the pause doubles each time */
  attempts?: number
  /** milliseconds before the second attempt */
  backoff?: number
}

export interface WorkOptions {
  /** jobs that run side by side in this process */
  concurrency: number
  /** milliseconds after which the jobs of a worker that died are given to another */
  lockDuration?: number
}

export interface Queues<Data = QueueData> {
  /** Resolves when the job is stored. */
  add<Name extends keyof Data & string>(queue: Name, data: Data[Name], options?: AddOptions): Promise<void>
  /** Runs the queue's jobs in this process until `close`. A job whose handler rejects is tried again. */
  work<Name extends keyof Data & string>(
    queue: Name,
    options: WorkOptions,
    handle: (data: Data[Name]) => Promise<void>,
  ): Promise<void>
  /** Takes no further jobs, waits for those that run, at most `patience` milliseconds, and closes every connection. */
  close(patience?: number): Promise<void>
}

/** Opens the queues of the configuration's backend; the other one is not even loaded. */
export async function openQueues<Data = QueueData>(config: Config, log: Log): Promise<Queues<Data>> {
  const backend = config.redisUrl ? await openRedisBackend(config, log) : await openPostgresBackend(config, log)
  const queues = new Map<string, Queue>()
  const workers: RunningWorker[] = []
  const queueOf = (name: string) => {
    const known = queues.get(name)
    if (known) return known
    const queue = backend.queue(name)
    queue.on("error", (error) => log.error("A queue reported an error", { queue: name, error }))
    queues.set(name, queue)
    return queue
  }
  return {
    async add(name, data, options = {}) {
      await queueOf(name).add(name, data, jobOptions(options))
    },
    async work(name, options, handle) {
      const jobs = new Set<Promise<void>>()
      const begin = (job: Job) => {
        const running = run(job, handle).finally(() => jobs.delete(running))
        jobs.add(running)
        return running
      }
      const worker = backend.worker(name, begin, workerOptions(options))
      watch(worker, name, log)
      workers.push({ worker, jobs })
      await worker.waitUntilReady()
    },
    async close(patience = 10_000) {
      await Promise.all(workers.map((each) => closeWithin(each, patience, log)))
      await Promise.all([...queues.values()].map((queue) => queue.close()))
      await backend.close()
    },
  }
}

/**
 * A job gives its key back before it does anything else. Between an add and this moment everybody's wish is this job's
 * own, because it has not looked yet; an add after it makes a new job. Were the key kept until the end, an event that
 * commits after the reader's last look but before the end of its job would be nobody's business.
 */
async function run<Data>(job: Job<Data>, handle: (data: Data) => Promise<void>): Promise<void> {
  if (job.deduplicationId) await job.removeDeduplicationKey()
  await handle(job.data)
}

function jobOptions({ key, delay = 0, attempts = 8, backoff = 500 }: AddOptions) {
  return {
    delay,
    attempts,
    backoff: { type: "exponential", delay: backoff },
    removeOnComplete: true,
    removeOnFail: { count: 1000, age: 7 * 24 * 3600 },
    // A worker killed before it gave the key back would hold it until its job is found; this frees it sooner.
    ...(key !== undefined && { deduplication: { id: key, ttl: delay + 5000 } }),
  }
}

function workerOptions({ concurrency, lockDuration = 20_000 }: WorkOptions) {
  return { concurrency, lockDuration, stalledInterval: Math.ceil(lockDuration / 2), maxStalledCount: 5 }
}

function watch(worker: Worker, queue: string, log: Log): void {
  worker.on("error", (error) => log.error("A worker reported an error", { queue, error }))
  worker.on("stalled", (job) => log.warn("A job lost its worker and is begun again", { queue, job }))
  worker.on("failed", (job, error) => {
    const isFinal = !job || job.attemptsMade >= (job.opts.attempts ?? 1)
    const fields = { queue, job: job?.id, data: job?.data, attempt: job?.attemptsMade, error }
    if (isFinal) log.error("A job failed and is given up", fields)
    else log.warn("A job failed and will be tried again", fields)
  })
}

interface RunningWorker {
  worker: Worker
  jobs: ReadonlySet<Promise<void>>
}

/** BullMQ's own close can wait or not, but cannot change its mind; so it is asked once it is known what is left. */
async function closeWithin({ worker, jobs }: RunningWorker, patience: number, log: Log): Promise<void> {
  await worker.pause(true)
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, patience)
  })
  await Promise.race([Promise.allSettled(jobs), late])
  clearTimeout(timer)
  if (jobs.size > 0)
    log.warn("Jobs are still running and are left to another worker", { queue: worker.name, jobs: jobs.size })
  await worker.close(jobs.size > 0)
}

// --- backends -------------------------------------------------------------------------------------------------------

interface Backend {
  queue(name: string): Queue
  worker(name: string, processor: (job: Job) => Promise<void>, options: Partial<WorkerOptions>): Worker
  close(): Promise<void>
}

/** Keys begin with the name of the database, so that several installations can share one Redis. */
async function openRedisBackend(config: Config, log: Log): Promise<Backend> {
  const [{ Queue, Worker }, { Redis }] = await Promise.all([import("bullmq"), import("ioredis")])
  // A command that waits for Redis to come back is what a worker needs; with a limit BullMQ refuses the connection.
  const connection = new Redis(config.redisUrl, { maxRetriesPerRequest: null })
  connection.on("error", (error) => log.error("Redis reported an error", { error }))
  const prefix = `kith:${databaseName(config.databaseUrl)}`
  return {
    queue: (name) => new Queue(name, { connection, prefix }),
    worker: (name, processor, options) => new Worker(name, processor, { ...options, connection, prefix }),
    async close() {
      // While Redis is away, quit would wait for it to come back.
      if (connection.status === "ready") await connection.quit()
      else connection.disconnect()
    },
  }
}

function databaseName(url: string): string {
  return (URL.canParse(url) && decodeURIComponent(new URL(url).pathname.slice(1))) || "kith"
}

/**
 * One small pool for everything. Each worker keeps one of its connections for LISTEN for ever, so it must be larger than
 * the number of queues by some; waiting for a connection ends with an error, because it would mean that it is not.
 */
const poolSize = 8

/** Jobs may lose their last half second when the machine dies; what they are about is in tables that do not. */
const sessionOptions = "-c search_path=bullmq -c synchronous_commit=off"

async function openPostgresBackend(config: Config, log: Log): Promise<Backend> {
  const [{ withBackend, createPostgresBackend, runMigrations }, { Pool }] = await Promise.all([
    import("bullmq"),
    import("pg"),
  ])
  const pool = new Pool({
    connectionString: config.databaseUrl,
    max: poolSize,
    connectionTimeoutMillis: 30_000,
    application_name: "kith queues",
    options: sessionOptions,
    keepAlive: true,
  })
  pool.on("error", (error) => log.error("A connection of the queues was lost", { error }))
  await migrateQueues(pool)
  const { Queue, Worker } = withBackend(createPostgresBackend)
  return {
    queue: (name) => new Queue(name, { connection: pool }) as unknown as Queue,
    worker: (name, processor, options) =>
      new Worker(name, processor, { ...options, connection: pool }) as unknown as Worker,
    close: () => pool.end(),
  }

  async function migrateQueues(from: InstanceType<typeof Pool>): Promise<void> {
    const client = await from.connect()
    try {
      await runMigrations(client, "bullmq")
    } finally {
      client.release()
    }
  }
}
