import { developerSentences } from "../../../i18n/settings-developers/index.ts"
import { formatNumber } from "../../../i18n/format.ts"
import { t } from "../../../i18n/messages.ts"
import { CopyButton } from "../../../ui/copy-button.tsx"
import { Tag } from "../../../ui/tag.tsx"
import type { Answered } from "./sent.ts"

/** @param props.answer undefined before there was any; null where the server could not be reached */
export function Response({ answer, curl }: { answer: Answered | null | undefined; curl: string }) {
  const { playground } = developerSentences()
  return (
    <>
      <div class="answer-head" role="status">
        {answer === null && <span class="error">{t().errors.offline}</span>}
        {answer && (
          <>
            <Tag color={answer.status < 400 ? "green" : "red"}>{`${answer.status} ${answer.statusText}`.trim()}</Tag>
            <span class="muted">{playground.took(formatNumber(answer.milliseconds), formatNumber(answer.size))}</span>
          </>
        )}
        <CopyButton text={curl} label={playground.copyCurl} />
      </div>
      {answer && (
        <pre class="answer" tabIndex={0} aria-label={playground.answer}>
          {answer.text}
        </pre>
      )}
    </>
  )
}
