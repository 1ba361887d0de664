import type { ObjectDefinition } from "../definition.ts"
import { fullName, number, readOnly, select, system, text, uuid } from "./fields.ts"

export const workspaceMember: ObjectDefinition = {
  nameSingular: "workspaceMember",
  namePlural: "workspaceMembers",
  labelSingular: "Workspace Member",
  labelPlural: "Workspace Members",
  description: "A user in this workspace",
  icon: "IconUserCircle",
  isSystem: true,
  isSearchable: true,
  isUICreatable: false,
  labelField: "name",
  imageField: "avatarUrl",
  fields: {
    ...readOnly({
      name: fullName("Name", { icon: "IconUser", isNullable: false }),
    }),
    ...system({
      userEmail: text("User email", { icon: "IconMail", isUnique: true, columnType: "varchar" }),
      userId: uuid("User id", { description: "User who signs in", icon: "IconKey", isNullable: false }),
      avatarUrl: text("Avatar", { icon: "IconPhoto", columnType: "varchar" }),
      jobTitle: text("Job title", { icon: "IconBriefcase" }),
      colorScheme: text("Color scheme", {
        description: "System, Light or Dark",
        icon: "IconColorSwatch",
        isNullable: false,
        defaultValue: "'System'",
        columnType: "varchar",
      }),
      locale: text("Language", {
        icon: "IconLanguage",
        isNullable: false,
        defaultValue: "'en'",
        columnType: "varchar",
      }),
      timeZone: text("Time zone", {
        icon: "IconTimezone",
        isNullable: false,
        defaultValue: "'system'",
        columnType: "varchar",
      }),
      dateFormat: select(
        "Date format",
        [
          ["SYSTEM", "System", "turquoise"],
          ["MONTH_FIRST", "Month First", "red"],
          ["DAY_FIRST", "Day First", "purple"],
          ["YEAR_FIRST", "Year First", "sky"],
        ],
        { icon: "IconCalendarEvent", isNullable: false, defaultValue: "'SYSTEM'" },
      ),
      timeFormat: select(
        "Time format",
        [
          ["SYSTEM", "System", "sky"],
          ["HOUR_24", "24HRS", "red"],
          ["HOUR_12", "12HRS", "purple"],
        ],
        { icon: "IconClock", isNullable: false, defaultValue: "'SYSTEM'" },
      ),
      numberFormat: select(
        "Number format",
        [
          ["SYSTEM", "System", "turquoise"],
          ["COMMAS_AND_DOT", "Commas and dot", "blue"],
          ["SPACES_AND_COMMA", "Spaces and comma", "green"],
          ["DOTS_AND_COMMA", "Dots and comma", "orange"],
          ["APOSTROPHE_AND_DOT", "Apostrophe and dot", "purple"],
        ],
        { icon: "IconNumbers", isNullable: false, defaultValue: "'SYSTEM'" },
      ),
      calendarStartDay: number("Start of the week", {
        description: "First day in calendars; 7 follows the system",
        icon: "IconCalendar",
        isNullable: false,
        defaultValue: 7,
        settings: { dataType: "int" },
      }),
    }),
  },
}
