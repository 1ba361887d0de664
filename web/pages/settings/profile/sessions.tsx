/** Where one is signed in. */
import { Monitor, Smartphone } from "lucide-preact"
import { sentences } from "../../../i18n/settings/index.ts"
import { formatRelative } from "../../../i18n/format.ts"
import { Button } from "../../../ui/button.tsx"
import { Section } from "../../../ui/section.tsx"
import { Tag } from "../../../ui/tag.tsx"
import { changeOrSay } from "../answered.ts"
import type { OwnSession } from "./profile-query.ts"

interface SessionsProps {
  sessions: readonly OwnSession[]
  onChanged(): Promise<void>
}

export function Sessions({ sessions, onChanged }: SessionsProps) {
  const { profile } = sentences()
  const end = async (id: string) => {
    if (await changeOrSay(`mutation ($id: UUID!) { endSession(id: $id) { success } }`, { id }, profile.ended))
      await onChanged()
  }
  const endOthers = async () => {
    if (await changeOrSay(`mutation { endOtherSessions { success } }`, {}, profile.ended)) await onChanged()
  }
  const sorted = sessions.toSorted((a, b) => Number(b.isCurrent) - Number(a.isCurrent))
  return (
    <Section
      title={profile.sessions}
      text={profile.sessionsText}
      action={sessions.length > 1 && <Button onClick={() => void endOthers()}>{profile.endOthers}</Button>}
    >
      <ul class="rows">
        {sorted.map((session) => (
          <Row key={session.id} session={session} onEnd={() => void end(session.id)} />
        ))}
      </ul>
    </Section>
  )
}

function Row({ session, onEnd }: { session: OwnSession; onEnd(): void }) {
  const { profile } = sentences()
  const device = deviceOf(session.userAgent) ?? profile.unknownDevice
  const Icon = /Android|iPhone/.test(device) ? Smartphone : Monitor
  return (
    <li>
      <Icon class="icon" size={20} strokeWidth={1.5} aria-hidden="true" />
      <span class="what">
        <strong>
          {device} {session.isCurrent && <Tag color="green">{profile.thisDevice}</Tag>}
          {session.isImpersonating && <Tag color="amber">{profile.impersonated}</Tag>}
        </strong>
        <small>
          {[session.address, profile.active(formatRelative(session.renewedAt ?? session.createdAt))]
            .filter(Boolean)
            .join(" · ")}
        </small>
      </span>
      {!session.isCurrent && (
        <Button onClick={onEnd} aria-label={profile.endSession(device)}>
          {profile.end}
        </Button>
      )}
    </li>
  )
}

const browsers = [
  ["Edge", /Edg/],
  ["Firefox", /Firefox/],
  ["Chrome", /Chrome|CriOS/],
  ["Safari", /Safari/],
] as const
const systems = [
  ["Android", /Android/],
  ["iPhone", /iPhone|iPad/],
  ["Windows", /Windows/],
  ["macOS", /Mac OS/],
  ["Linux", /Linux/],
] as const

/** "Firefox, Windows"; as it calls itself where it is neither. */
function deviceOf(userAgent: string | null): string | null {
  if (!userAgent) return null
  const found = [browsers, systems].flatMap((kinds) => kinds.find(([, sign]) => sign.test(userAgent))?.[0] ?? [])
  return found.join(", ") || userAgent.slice(0, 60)
}
