/** With what somebody begins: a file, samples, or nothing. */
import { useState } from "preact/hooks"
import { FilePlus2, FileUp, Sparkles } from "lucide-preact"
import { t } from "../../i18n/start/index.ts"
import { workspace } from "../../shell/workspace.ts"
import { Button } from "../../ui/button.tsx"
import { Select } from "../../ui/select.tsx"
import { addSamples } from "../home/samples.ts"
import { leaveStep } from "./steps.ts"

const ways = [
  { name: "import", icon: FileUp },
  { name: "samples", icon: Sparkles },
  { name: "empty", icon: FilePlus2 },
] as const

type Way = (typeof ways)[number]["name"]

export function DataStep() {
  const words = t().welcome
  const objects = workspace.value!.objects.filter((object) => !object.isSystem && object.can.create)
  const [way, setWay] = useState<Way>("import")
  const [plural, setPlural] = useState(objects[0]?.namePlural ?? "")
  const [isBusy, setBusy] = useState(false)
  const finish = async () => {
    setBusy(true)
    const isGood = way !== "samples" || (await addSamples())
    if (isGood) await leaveStep("data", way === "import" && plural ? `/import/${plural}` : "/")
    setBusy(false)
  }
  return (
    <>
      <fieldset class="welcome-ways">
        <legend class="sr-only">{words.dataText}</legend>
        {ways.map(({ name, icon: Icon }) => (
          <label key={name}>
            <input type="radio" name="data" checked={way === name} onChange={() => setWay(name)} />
            <Icon class="icon" size={20} strokeWidth={1.5} aria-hidden="true" />
            <strong>{words[name]}</strong>
            <small>{words[`${name}Text`]}</small>
          </label>
        ))}
      </fieldset>
      {way === "import" && (
        <Select
          label={words.what}
          value={plural}
          choices={objects.map(({ namePlural, labelPlural }) => ({ value: namePlural, label: labelPlural }))}
          onValue={setPlural}
        />
      )}
      <Button kind="primary" wide busy={isBusy} onClick={() => void finish()}>
        {words.finish}
      </Button>
    </>
  )
}
