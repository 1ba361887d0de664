import type { ObjectDefinition } from "../definition.ts"
import { address, boolean, currency, links, manyToOne, number, text } from "./fields.ts"

export const company: ObjectDefinition = {
  nameSingular: "company",
  namePlural: "companies",
  labelSingular: "Company",
  labelPlural: "Companies",
  description: "An organization you do business with",
  icon: "IconBuildingSkyscraper",
  shortcut: "C",
  isSearchable: true,
  labelField: "name",
  duplicateCriteria: [["name"], ["domainNamePrimaryLinkUrl"]],
  fields: {
    name: text("Name", { icon: "IconBuildingSkyscraper", columnType: "varchar" }),
    domainName: links("Domain name", {
      description: "Website, by which companies are told apart",
      icon: "IconLink",
      isUnique: true,
      settings: { maxNumberOfValues: 1 },
    }),
    address: address("Address", { icon: "IconMap" }),
    employees: number("Employees", {
      description: "How many people work there",
      icon: "IconUsers",
      settings: { dataType: "int" },
      columnType: "integer",
    }),
    linkedinLink: links("Linkedin", { icon: "IconBrandLinkedin" }),
    xLink: links("X", { icon: "IconBrandX" }),
    annualRevenue: currency("Annual revenue", { icon: "IconMoneybag" }),
    annualRecurringRevenue: currency("ARR", {
      description: "Revenue that recurs every year",
      icon: "IconRefresh",
    }),
    idealCustomerProfile: boolean("ICP", {
      description: "Whether the company fits your ideal customer profile",
      icon: "IconTarget",
      isNullable: false,
      defaultValue: false,
    }),
    accountOwner: manyToOne("Account owner", {
      description: "Member in charge of the relationship",
      icon: "IconUserCircle",
      to: "workspaceMember",
      inverse: ["accountOwnerForCompanies", "Account owner for companies", "IconBuildingSkyscraper"],
      isInverseUIEditable: false,
      onDelete: "SET_NULL",
    }),
  },
  indexes: [
    { name: "IDX_COMPANY_DOMAIN", fields: ["domainName"], indexType: "GIN" },
    { name: "IDX_COMPANY_SEARCH", fields: ["searchVector"], indexType: "GIN" },
  ],
}
