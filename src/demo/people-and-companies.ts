/** Believable companies and the people who work there. The same seed gives the same ones. */
import type { Faker } from "@faker-js/faker"

export interface DemoCompany {
  id: string
  name: string
  domain: string
  createdAt: string
  record: Record<string, unknown> & { id: string }
}

export interface DemoPerson {
  id: string
  companyId: string
  record: Record<string, unknown> & { id: string }
}

/** Instants of demo data lie before this one, so that they are the same whenever they are made. */
export const refDate = "2026-06-30T12:00:00.000Z"

export function inventCompanies(faker: Faker, count: number, ownerIds: readonly string[]): DemoCompany[] {
  const names = new Set<string>()
  while (names.size < count) names.add(faker.company.name())
  const domains = new Set<string>()
  return [...names].map((name) => inventCompany(faker, name, freshDomain(name, domains), ownerIds))
}

function inventCompany(faker: Faker, name: string, domain: string, ownerIds: readonly string[]): DemoCompany {
  const id = faker.string.uuid()
  const createdAt = faker.date.past({ years: 3, refDate }).toISOString()
  const employees = Math.round(10 ** faker.number.float({ min: 0.5, max: 4.3 }))
  const revenue = employees * faker.number.int({ min: 40, max: 220 }) * 1000
  const record = {
    id,
    name,
    createdAt,
    domainName: { primaryLinkUrl: `https://${domain}`, primaryLinkLabel: domain },
    linkedinLink: { primaryLinkUrl: `https://linkedin.com/company/${domain.split(".")[0]}` },
    employees,
    annualRecurringRevenue: {
      amountMicros: revenue * 1_000_000,
      currencyCode: faker.helpers.arrayElement(["USD", "USD", "EUR", "GBP"]),
    },
    idealCustomerProfile: employees > 50 && employees < 5000 && faker.datatype.boolean(0.4),
    address: {
      addressStreet1: faker.location.streetAddress(),
      addressCity: faker.location.city(),
      addressState: faker.location.state(),
      addressPostcode: faker.location.zipCode(),
      addressCountry: faker.helpers.arrayElement([
        "United States",
        "United States",
        "Germany",
        "France",
        "United Kingdom",
        "Canada",
      ]),
    },
    accountOwnerId: faker.helpers.maybe(() => faker.helpers.arrayElement(ownerIds), { probability: 0.8 }) ?? null,
  }
  return { id, name, domain, createdAt, record }
}

function freshDomain(name: string, taken: Set<string>): string {
  const base = name
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[^a-z0-9]+/g, "")
    .slice(0, 30)
  for (let i = 0; ; i++) {
    const domain = `${base}${i || ""}.example`
    if (!taken.has(domain)) return (taken.add(domain), domain)
  }
}

const jobs = [
  "Chief Executive Officer",
  "Head of Sales",
  "Marketing Manager",
  "Software Engineer",
  "Purchasing Manager",
  "Office Manager",
  "Product Manager",
  "Finance Director",
  "Customer Success Manager",
  "Operations Lead",
]

export function inventPeople(faker: Faker, count: number, companies: readonly DemoCompany[]): DemoPerson[] {
  const emails = new Set<string>()
  return Array.from({ length: count }, (_, i) => {
    // Everybody gets a company and every company somebody; big ones get more.
    const company =
      i < companies.length
        ? companies[i]!
        : companies[Math.floor(faker.number.float({ min: 0, max: 1 }) ** 2 * companies.length)]!
    return inventPerson(faker, company, emails)
  })
}

function inventPerson(faker: Faker, company: DemoCompany, emails: Set<string>): DemoPerson {
  const id = faker.string.uuid()
  const firstName = faker.person.firstName()
  const lastName = faker.person.lastName()
  const local = `${firstName}.${lastName}`.toLowerCase().replace(/[^a-z.]/g, "")
  let email = `${local}@${company.domain}`
  for (let i = 2; emails.has(email); i++) email = `${local}${i}@${company.domain}`
  emails.add(email)
  const record = {
    id,
    name: { firstName, lastName },
    emails: { primaryEmail: email },
    phones: {
      primaryPhoneNumber: `20155501${faker.string.numeric(2)}`,
      primaryPhoneCountryCode: "US",
      primaryPhoneCallingCode: "+1",
    },
    jobTitle: faker.helpers.arrayElement(jobs),
    city: faker.location.city(),
    companyId: company.id,
    createdAt: faker.date.between({ from: company.createdAt, to: refDate }).toISOString(),
  }
  return { id, companyId: company.id, record }
}
