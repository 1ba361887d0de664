/** What the team does with its companies: deals in every stage, tasks, notes, and the links between them. */
import type { Faker } from "@faker-js/faker"
import { refDate, type DemoCompany, type DemoPerson } from "./people-and-companies.ts"

/** Stages with the share of deals in each and how likely they come true. */
const stages = [
  { stage: "NEW", weight: 25, probability: "LOW" },
  { stage: "SCREENING", weight: 20, probability: "LOW" },
  { stage: "MEETING", weight: 15, probability: "MEDIUM" },
  { stage: "PROPOSAL", weight: 12, probability: "HIGH" },
  { stage: "CUSTOMER", weight: 10, probability: "VERY_HIGH" },
  { stage: "WON", weight: 10, probability: "VERY_HIGH" },
  { stage: "LOST", weight: 8, probability: "LOW" },
]

const products = [
  "Starter plan",
  "Team plan",
  "Enterprise licence",
  "Onboarding package",
  "Renewal",
  "Expansion",
  "Pilot project",
]

type Draft = Record<string, unknown> & { id: string }

export function inventOpportunities(
  faker: Faker,
  count: number,
  companies: readonly DemoCompany[],
  people: readonly DemoPerson[],
  ownerIds: readonly string[],
): Draft[] {
  const byCompany = Map.groupBy(people, (person) => person.companyId)
  return Array.from({ length: count }, (_, i) => {
    const company = faker.helpers.arrayElement(companies)
    // The first ones go through the stages in order, so that none is ever empty.
    const { stage, probability } =
      stages[i] ?? faker.helpers.weightedArrayElement(stages.map((value) => ({ value, weight: value.weight })))
    const createdAt = faker.date.between({ from: company.createdAt, to: refDate })
    return {
      id: faker.string.uuid(),
      name: `${company.name} – ${faker.helpers.arrayElement(products)}`,
      amount: { amountMicros: faker.number.int({ min: 5, max: 900 }) * 500 * 1_000_000, currencyCode: "USD" },
      closeDate: faker.date.soon({ days: 240, refDate: createdAt }).toISOString(),
      stage,
      probability,
      companyId: company.id,
      pointOfContactId: faker.helpers.arrayElement(byCompany.get(company.id)!).id,
      ownerId: faker.helpers.arrayElement(ownerIds),
      createdAt: createdAt.toISOString(),
    }
  })
}

const errands = [
  "Call back",
  "Send proposal to",
  "Prepare demo for",
  "Follow up with",
  "Check contract of",
  "Plan onboarding of",
  "Ask for feedback from",
]

export function inventTasks(
  faker: Faker,
  count: number,
  companies: readonly DemoCompany[],
  ownerIds: readonly string[],
) {
  const tasks: Draft[] = []
  const targets: Draft[] = []
  for (let i = 0; i < count; i++) {
    const company = faker.helpers.arrayElement(companies)
    const id = faker.string.uuid()
    const createdAt = faker.date.recent({ days: 120, refDate })
    tasks.push({
      id,
      title: `${faker.helpers.arrayElement(errands)} ${company.name}`,
      status: faker.helpers.weightedArrayElement([
        { value: "TODO", weight: 5 },
        { value: "IN_PROGRESS", weight: 2 },
        { value: "DONE", weight: 3 },
      ]),
      dueAt: faker.date.soon({ days: 60, refDate: createdAt }).toISOString(),
      assigneeId: faker.helpers.arrayElement(ownerIds),
      bodyV2: { markdown: faker.lorem.sentence() },
      createdAt: createdAt.toISOString(),
    })
    targets.push({ id: faker.string.uuid(), taskId: id, targetCompanyId: company.id })
  }
  return { tasks, targets }
}

const occasions = ["First call with", "Meeting with", "Visit at", "Notes on", "Requirements of", "Feedback from"]

export function inventNotes(
  faker: Faker,
  count: number,
  people: readonly DemoPerson[],
  companies: readonly DemoCompany[],
) {
  const companyById = new Map(companies.map((company) => [company.id, company]))
  const notes: Draft[] = []
  const targets: Draft[] = []
  for (let i = 0; i < count; i++) {
    const person = faker.helpers.arrayElement(people)
    const company = companyById.get(person.companyId)!
    const id = faker.string.uuid()
    const markdown = `${faker.lorem.sentence()}\n\n- ${faker.lorem.words(4)}\n- ${faker.lorem.words(5)}`
    notes.push({
      id,
      title: `${faker.helpers.arrayElement(occasions)} ${company.name}`,
      bodyV2: { markdown },
      createdAt: faker.date.recent({ days: 200, refDate }).toISOString(),
    })
    targets.push({ id: faker.string.uuid(), noteId: id, targetPersonId: person.id })
    targets.push({ id: faker.string.uuid(), noteId: id, targetCompanyId: company.id })
  }
  return { notes, targets }
}
