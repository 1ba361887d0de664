import { t } from "../i18n/record-actions/index.ts"
import { recordAddress } from "../model/addresses.ts"
import { say } from "./toasts.tsx"
import { copyText } from "../ui/copy.ts"
import type { LiveRecord } from "../store/records.ts"

export async function copyLink({ object, id }: Pick<LiveRecord, "object" | "id">): Promise<void> {
  await copyText(location.origin + recordAddress(object, id))
  say({ kind: "success", text: t().linkCopied })
}
