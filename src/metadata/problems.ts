/** Collects everything that is wrong with a schema change, so that it is refused as a whole and reported as a whole. */
import { AppError } from "../errors.ts"

export type Kind = "objectMetadata" | "fieldMetadata" | "index"

export interface Problem {
  code: string
  message: string
  userFriendlyMessage: string
  value?: unknown
}

interface Item {
  status: "fail"
  type: "create" | "update" | "delete"
  metadataName: Kind
  flatEntityMinimalInformation: Record<string, unknown>
  errors: Problem[]
}

const nouns: Record<Kind, string> = { objectMetadata: "object", fieldMetadata: "field", index: "index" }
const verbs = { create: "creating", update: "updating", delete: "deleting" } as const

export class Problems {
  private readonly items: Item[] = []

  constructor(
    private readonly kind: Kind,
    private readonly type: Item["type"],
    private readonly about: Record<string, unknown>,
  ) {}

  add(code: string, message: string, value?: unknown): void {
    const problem: Problem = { code, message, userFriendlyMessage: message, ...(value !== undefined && { value }) }
    const [item] = this.items
    if (item) item.errors.push(problem)
    else {
      this.items.push({
        status: "fail",
        type: this.type,
        metadataName: this.kind,
        flatEntityMinimalInformation: this.about,
        errors: [problem],
      })
    }
  }

  /** Throws METADATA_VALIDATION_FAILED when anything was added. */
  throwIfAny(): void {
    const errors = this.items.flatMap((item) => item.errors)
    if (errors.length === 0) return
    const friendly = errors.length === 1 ? errors[0]!.userFriendlyMessage : "Many validation errors"
    throw new AppError(
      "METADATA_VALIDATION_FAILED",
      `Multiple validation errors occurred while ${verbs[this.type]} ${nouns[this.kind]}`,
      {
        userFriendlyMessage: friendly,
        extensions: {
          errors: { [this.kind]: this.items },
          summary: { totalErrors: errors.length, [this.kind]: this.items.length },
          message: `Validation failed for ${this.items.length} ${this.kind}`,
        },
      },
    )
  }
}
