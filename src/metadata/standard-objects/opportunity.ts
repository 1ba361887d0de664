import type { ObjectDefinition } from "../definition.ts"
import { currency, dateTime, manyToOne, select, text } from "./fields.ts"

export const opportunity: ObjectDefinition = {
  nameSingular: "opportunity",
  namePlural: "opportunities",
  labelSingular: "Opportunity",
  labelPlural: "Opportunities",
  description: "A possible sale on its way through the pipeline",
  icon: "IconTargetArrow",
  shortcut: "O",
  isSearchable: true,
  labelField: "name",
  fields: {
    name: text("Name", { icon: "IconTargetArrow", columnType: "varchar" }),
    amount: currency("Amount", { description: "What the sale would bring", icon: "IconCurrencyDollar" }),
    closeDate: dateTime("Close date", {
      description: "When the sale is expected to close",
      icon: "IconCalendarEvent",
      columnType: "date",
    }),
    stage: select(
      "Stage",
      [
        ["NEW", "New", "red"],
        ["SCREENING", "Screening", "purple"],
        ["MEETING", "Meeting", "sky"],
        ["PROPOSAL", "Proposal", "turquoise"],
        ["CUSTOMER", "Customer", "yellow"],
        ["WON", "Won", "green"],
        ["LOST", "Lost", "gray"],
      ],
      { description: "Step of the pipeline", icon: "IconProgressCheck", isNullable: false, defaultValue: "'NEW'" },
    ),
    probability: select(
      "Probability",
      [
        ["LOW", "Low", "red"],
        ["MEDIUM", "Medium", "orange"],
        ["HIGH", "High", "turquoise"],
        ["VERY_HIGH", "Very high", "green"],
      ],
      { description: "How likely the sale is", icon: "IconGauge" },
    ),
    pointOfContact: manyToOne("Point of contact", {
      description: "Person to talk to",
      icon: "IconUser",
      to: "person",
      inverse: ["pointOfContactForOpportunities", "Point of contact for opportunities", "IconTargetArrow"],
      onDelete: "SET_NULL",
    }),
    company: manyToOne("Company", {
      icon: "IconBuildingSkyscraper",
      to: "company",
      inverse: ["opportunities", "Opportunities", "IconTargetArrow"],
      onDelete: "SET_NULL",
    }),
    owner: manyToOne("Owner", {
      description: "Member who drives the sale",
      icon: "IconUserCircle",
      to: "workspaceMember",
      inverse: ["ownedOpportunities", "Owned opportunities", "IconTargetArrow"],
      isInverseUIEditable: false,
      onDelete: "SET_NULL",
    }),
  },
  indexes: [{ name: "IDX_OPPORTUNITY_COMPANY", fields: ["company"] }],
}
