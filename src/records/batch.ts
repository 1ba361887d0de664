/** What is wrong with single records of a batch, and how a caller is told. */
import { AppError } from "../errors.ts"

export interface RecordFailure {
  /** number of the record in the input */
  index: number
  error: AppError
}

/** Bad records that an error names. */
export const maxNamed = 100

/**
 * The error for a batch of `size` that is refused as a whole: that of the first bad record, with all of them by number
 * and field in `extensions.errors`.
 */
export function refusedBatch(failures: readonly RecordFailure[], size: number): AppError {
  const sorted = inOrder(failures)
  const { index, error } = sorted[0]!
  if (size === 1) return error
  return new AppError(error.code, `${error.message} (record ${index})`, {
    subCode: error.subCode,
    userFriendlyMessage: error.userFriendlyMessage,
    extensions: { ...error.extensions, recordIndex: index, errors: sorted.slice(0, maxNamed).map(presentFailure) },
    cause: error,
  })
}

export function presentFailure({ index, error }: RecordFailure) {
  const field = error.extensions?.field as string | undefined
  return { index, message: error.message, ...(field !== undefined && { field }) }
}

export function inOrder(failures: readonly RecordFailure[]): RecordFailure[] {
  return failures.toSorted((a, b) => a.index - b.index)
}

/** The same failure with the field that it is about. */
export function atField(error: unknown, field: string): unknown {
  if (!(error instanceof AppError)) return error
  return new AppError(error.code, error.message, {
    subCode: error.subCode,
    userFriendlyMessage: error.userFriendlyMessage,
    extensions: { ...error.extensions, field },
    cause: error,
  })
}
