/** Fills a workspace with demo data, through the same door as everybody. */
import { base, en, Faker } from "@faker-js/faker"
import type { Services } from "../accounts/services.ts"
import { systemPrincipal } from "../auth/principal.ts"
import { AppError } from "../errors.ts"
import { readRecords } from "../records/read.ts"
import { openWorkspace, type Workspace } from "../records/workspace.ts"
import { createRecords } from "../records/write.ts"
import { inventCompanies, inventPeople } from "./people-and-companies.ts"
import { inventNotes, inventOpportunities, inventTasks } from "./work.ts"

export interface DemoSize {
  companies: number
  people: number
  opportunities: number
  tasks: number
  notes: number
}

export type InventedRecord = Record<string, unknown> & { id: string }

export const demoSize: DemoSize = { companies: 1200, people: 5500, opportunities: 1200, tasks: 800, notes: 600 }

/** Records that one statement writes. */
const batch = 1000

/**
 * The same seed and size give the same records, ids included.
 * Throws CONFLICT when the workspace has demo data already.
 */
export async function fillWithDemoData(
  services: Services,
  workspaceId: string,
  {
    size = demoSize,
    seed = 42,
    onProgress = () => {},
  }: { size?: DemoSize; seed?: number; onProgress?: (text: string) => void } = {},
): Promise<void> {
  const workspace = await openForFilling(services, workspaceId, "Demo data")
  for (const [plural, records] of inventAll(await memberIds(workspace), size, seed)) {
    await load(workspace, plural, records)
    onProgress(`${records.length} ${plural}`)
  }
}

/** The workspace with the rights of the platform. @param name of whoever is said to have made the records */
export async function openForFilling(services: Services, workspaceId: string, name: string): Promise<Workspace> {
  const schema = await services.schemas.reload(workspaceId)
  const principal = systemPrincipal(workspaceId, { source: "IMPORT", name })
  return openWorkspace(services.db, schema, principal, () => services.wake.changed(schema.schemaName))
}

/** By plural, in an order in which each may name those before it. */
export function inventAll(members: string[], size: DemoSize, seed: number): [string, InventedRecord[]][] {
  const faker = new Faker({ locale: [en, base], seed })
  const companies = inventCompanies(faker, size.companies, members)
  const people = inventPeople(faker, size.people, companies)
  const opportunities = inventOpportunities(faker, size.opportunities, companies, people, members)
  const { tasks, targets: taskTargets } = inventTasks(faker, size.tasks, companies, members)
  const { notes, targets: noteTargets } = inventNotes(faker, size.notes, people, companies)
  return [
    ["companies", companies.map((company) => company.record)],
    ["people", people.map((person) => person.record)],
    ["opportunities", opportunities],
    ["tasks", tasks],
    ["taskTargets", taskTargets],
    ["notes", notes],
    ["noteTargets", noteTargets],
  ]
}

export async function memberIds(workspace: Workspace): Promise<string[]> {
  const object = workspace.schema.bySingular.get("workspaceMember")!
  const id = object.lookup.get("id")!.field
  const list = { shape: { kind: "array" as const, selection: [{ kind: "join" as const, key: "id", field: id }] } }
  const [text] = await readRecords(workspace, [{ kind: "list", key: "members", object, list }])
  return (JSON.parse(text!) as { id: string }[]).map((member) => member.id)
}

export async function load(workspace: Workspace, plural: string, records: InventedRecord[]): Promise<void> {
  const object = workspace.schema.byPlural.get(plural)!
  for (let i = 0; i < records.length; i += batch) {
    try {
      await createRecords(workspace, object, records.slice(i, i + batch), { selection: null })
    } catch (error) {
      if (!(error instanceof AppError) || !error.message.startsWith("A duplicate entry")) throw error
      throw new AppError("CONFLICT", "This workspace has demo data already; give another --seed to add more", {
        cause: error,
      })
    }
  }
}
