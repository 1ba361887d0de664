/** Creating records in each of the ways that a caller may ask for. */
import { AppError } from "../errors.ts"
import type { ObjectSchema } from "../metadata/schema.ts"
import { DatabaseError } from "../ports/driver.ts"
import { inOrder, maxNamed, presentFailure } from "./batch.ts"
import { parseRecords } from "./input.ts"
import { findTaken, repeatedKeys, withoutFailed } from "./matches.ts"
import { createPartly, type CreatedBatch } from "./partial.ts"
import { upsertRecords } from "./upsert.ts"
import type { Workspace } from "./workspace.ts"
import type { WriteOptions } from "./statements.ts"
import { createRecords } from "./write.ts"

export interface CreateOptions extends WriteOptions {
  /** update what is there already */
  upsert?: boolean
  /** write the good records of a batch and report the bad ones; otherwise all or none */
  partial?: boolean
}

export async function createBatch(
  workspace: Workspace,
  object: ObjectSchema,
  inputs: readonly unknown[],
  options: CreateOptions,
): Promise<CreatedBatch> {
  if (options.upsert) return upsertRecords(workspace, object, inputs, options)
  if (options.partial) return createPartly(workspace, object, inputs, options)
  try {
    const text = await createRecords(workspace, object, inputs, options)
    return { text, failures: [], order: inputs.map((_, index) => index) }
  } catch (error) {
    throw inputs.length > 1 && isTaken(error) ? await namedTaken(workspace, object, inputs, error) : error
  }
}

export async function createOne(
  workspace: Workspace,
  object: ObjectSchema,
  input: unknown,
  options: Omit<CreateOptions, "partial">,
): Promise<string> {
  const { text } = await createBatch(workspace, object, [input], options)
  return text.slice(1, -1)
}

function isTaken(error: unknown): error is AppError {
  return error instanceof AppError && error.cause instanceof DatabaseError && error.cause.code === "23505"
}

/** PostgreSQL stops at the first value that is taken; the caller is told of all. */
async function namedTaken(workspace: Workspace, object: ObjectSchema, inputs: readonly unknown[], error: AppError) {
  const { records } = parseRecords(workspace.access, object, inputs, "create")
  const entries = records.map((record, index) => ({ index, record }))
  const repeated = repeatedKeys(object, entries)
  const taken = await findTaken(workspace, object, withoutFailed(entries, repeated))
  const errors = inOrder([...repeated, ...taken])
    .slice(0, maxNamed)
    .map(presentFailure)
  return new AppError(error.code, error.message, {
    subCode: error.subCode,
    userFriendlyMessage: error.userFriendlyMessage,
    extensions: { ...error.extensions, ...(errors[0] && { recordIndex: errors[0].index }), errors },
    cause: error,
  })
}
