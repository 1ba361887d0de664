/** P-71: how one likes to see things. Everything counts at once; most of it on every device. */
import { formatInstant, formatNumber } from "../../../i18n/format.ts"
import { sentences } from "../../../i18n/settings/index.ts"
import { t } from "../../../i18n/messages.ts"
import type { Density, Theme } from "../../../shell/appearance.ts"
import { allowSingleKeys, hasSingleKeys } from "../../../shell/keys.ts"
import { appearance, changeAppearance } from "../../../shell/theme.ts"
import { workspace } from "../../../shell/workspace.ts"
import { Section } from "../../../ui/section.tsx"
import { Select } from "../../../ui/select.tsx"
import { Switch } from "../../../ui/switch.tsx"
import { sayError } from "../answered.ts"
import { SettingsPage } from "../parts.tsx"
import { saveMember } from "../save-member.ts"

export default function ExperiencePage() {
  return (
    <SettingsPage title={sentences().pages.experience.title}>
      <AppearanceSection />
      <FormatSection />
      <KeysSection />
    </SettingsPage>
  )
}

async function save(update: Record<string, unknown>): Promise<void> {
  const error = await saveMember(update)
  if (error) sayError(error)
}

// --- appearance -----------------------------------------------------------------------------------------------------

const schemes: Record<Theme, string> = { system: "System", light: "Light", dark: "Dark" }

function AppearanceSection() {
  const { shell } = t()
  const { experience } = sentences()
  const { theme, density } = appearance.value
  const paint = (chosen: Theme) => {
    changeAppearance({ theme: chosen, scheme: schemes[chosen] })
    void save({ colorScheme: schemes[chosen] })
  }
  return (
    <Section title={experience.appearance} text={experience.appearanceText}>
      <fieldset class="cards">
        <legend>{shell.theme}</legend>
        {(Object.keys(shell.themes) as Theme[]).map((each) => (
          <label key={each}>
            <ThemePicture theme={each} />
            <span>
              <input type="radio" name="theme" checked={each === theme} onChange={() => paint(each)} />
              {shell.themes[each]}
            </span>
          </label>
        ))}
      </fieldset>
      <fieldset class="cards">
        <legend>{experience.densityHere}</legend>
        {(Object.keys(shell.densities) as Density[]).map((each) => (
          <label key={each}>
            <DensityPicture density={each} />
            <span>
              <input
                type="radio"
                name="density"
                checked={each === density}
                onChange={() => changeAppearance({ density: each })}
              />
              {shell.densities[each]}
            </span>
          </label>
        ))}
      </fieldset>
    </Section>
  )
}

/** A drawer and rows in the colours of the theme; of both, where the system says which. */
function ThemePicture({ theme }: { theme: Theme }) {
  const shown = theme === "system" ? (["light", "dark"] as const) : [theme]
  return (
    <span class="theme-picture" aria-hidden="true">
      {shown.map((each) => (
        <i key={each} class={`theme-${each}`}>
          <b />
          <b />
          <b />
        </i>
      ))}
    </span>
  )
}

function DensityPicture({ density }: { density: Density }) {
  return (
    <span class={`density-picture ${density}`} aria-hidden="true">
      <b />
      <b />
      <b />
      <b />
    </span>
  )
}

// --- language and formats -------------------------------------------------------------------------------------------

/** New Year's Eve, a little after one: no two formats write it alike. */
const sample = "2026-12-31T13:05:00Z"

function FormatSection() {
  const { experience } = sentences()
  const { member } = workspace.value!
  const choices = (labels: Record<string, string>) => Object.entries(labels).map(([value, label]) => ({ value, label }))
  return (
    <Section title={experience.formats} text={experience.formatsText}>
      <div class="pair">
        <Select
          label={experience.language}
          value={member.locale ?? "en"}
          choices={choices(experience.languages)}
          onValue={(locale) => void save({ locale })}
        />
        <Select
          label={experience.timeZone}
          value={member.timeZone ?? "system"}
          choices={[{ value: "system", label: experience.systemZone(ownZone()) }, ...zones]}
          onValue={(timeZone) => void save({ timeZone })}
        />
        <Select
          label={experience.dates}
          value={member.dateFormat ?? "SYSTEM"}
          choices={choices(experience.dateFormats)}
          onValue={(dateFormat) => void save({ dateFormat })}
        />
        <Select
          label={experience.times}
          value={member.timeFormat ?? "SYSTEM"}
          choices={choices(experience.timeFormats)}
          onValue={(timeFormat) => void save({ timeFormat })}
        />
        <Select
          label={experience.numbers}
          value={member.numberFormat ?? "SYSTEM"}
          choices={choices(experience.numberFormats)}
          onValue={(numberFormat) => void save({ numberFormat })}
        />
        <Select
          label={experience.weekday}
          value={String(member.calendarStartDay ?? 7)}
          choices={[{ value: "7", label: experience.systemWeekday }, ...weekdays(member.locale)]}
          onValue={(day) => void save({ calendarStartDay: Number(day) })}
        />
      </div>
      <p class="preview" role="status">
        <span class="muted">{experience.preview}</span>
        <span>{formatInstant(sample)}</span>
        <span>{formatNumber(1_234_567.89)}</span>
      </p>
    </Section>
  )
}

const zones = Intl.supportedValuesOf("timeZone").map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }))

const ownZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone

/** Sunday is 0; the first of February 2026 was one. */
function weekdays(locale: string | null) {
  const names = new Intl.DateTimeFormat(locale ?? undefined, { weekday: "long", timeZone: "UTC" })
  const label = (day: number) => names.format(Date.UTC(2026, 1, 1 + day))
  return [1, 2, 3, 4, 5, 6, 0].map((day) => ({ value: String(day), label: label(day) }))
}

// --- keys -----------------------------------------------------------------------------------------------------------

function KeysSection() {
  const { experience } = sentences()
  return (
    <Section title={experience.keys}>
      <Switch
        label={experience.singleKeys}
        hint={experience.singleKeysText}
        isOn={hasSingleKeys.value}
        onChange={allowSingleKeys}
      />
    </Section>
  )
}
