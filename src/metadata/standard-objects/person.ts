import type { ObjectDefinition } from "../definition.ts"
import { emails, files, fullName, links, manyToOne, phones, select, text } from "./fields.ts"

export const person: ObjectDefinition = {
  nameSingular: "person",
  namePlural: "people",
  labelSingular: "Person",
  labelPlural: "People",
  description: "Someone you are in contact with",
  icon: "IconUser",
  shortcut: "P",
  isSearchable: true,
  labelField: "name",
  imageField: "avatarUrl",
  duplicateCriteria: [["nameFirstName", "nameLastName"], ["linkedinLinkPrimaryLinkUrl"], ["emailsPrimaryEmail"]],
  fields: {
    name: fullName("Name", { icon: "IconUser" }),
    emails: emails("Emails", {
      description: "Addresses, by which people are told apart",
      icon: "IconMail",
      isUnique: true,
      settings: { maxNumberOfValues: 1 },
    }),
    phones: phones("Phones", { icon: "IconPhone", settings: { maxNumberOfValues: 1 } }),
    linkedinLink: links("Linkedin", { icon: "IconBrandLinkedin" }),
    xLink: links("X", { icon: "IconBrandX" }),
    jobTitle: text("Job title", { icon: "IconBriefcase", columnType: "varchar" }),
    city: text("City", { icon: "IconMap", columnType: "varchar" }),
    emailTrackingConsent: select(
      "Email tracking consent",
      [
        ["GRANTED", "Granted", "green"],
        ["DENIED", "Denied", "red"],
      ],
      { description: "Whether the person agreed to email tracking", icon: "IconShieldCheck" },
    ),
    avatarUrl: text("Avatar", { icon: "IconPhoto", isSystem: true, columnType: "varchar" }),
    avatarFile: files("Avatar file", { icon: "IconPhoto", isSystem: true, settings: { maxNumberOfValues: 1 } }),
    company: manyToOne("Company", {
      description: "Where the person works",
      icon: "IconBuildingSkyscraper",
      to: "company",
      inverse: ["people", "People", "IconUsers"],
      onDelete: "SET_NULL",
    }),
  },
  indexes: [
    { name: "IDX_PERSON_EMAIL", fields: ["emails"], indexType: "GIN" },
    { name: "IDX_PERSON_COMPANY", fields: ["company"] },
    { name: "IDX_PERSON_SEARCH", fields: ["searchVector"], indexType: "GIN" },
  ],
}
