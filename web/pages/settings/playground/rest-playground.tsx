/** The operations of the workspace's own REST API. */
import { useEffect, useState } from "preact/hooks"
import { request } from "../../../api/request.ts"
import { developerSentences } from "../../../i18n/settings-developers/index.ts"
import { t } from "../../../i18n/messages.ts"
import { say } from "../../../shell/toasts.tsx"
import { Button } from "../../../ui/button.tsx"
import { Field } from "../../../ui/field.tsx"
import { Form } from "../../../ui/form.tsx"
import { Section } from "../../../ui/section.tsx"
import { Select } from "../../../ui/select.tsx"
import { TextArea } from "../../../ui/text-area.tsx"
import { download } from "../download.ts"
import { exampleOf, operationsOf, type OpenApi, type Operation } from "./open-api.ts"
import { Response } from "./response.tsx"
import { curlOf, sendTyped, type Answered, type Typed } from "./sent.ts"

const documentPath = "/rest/open-api/core"

export function RestPlayground() {
  const { playground } = developerSentences()
  const [document, setDocument] = useState<OpenApi | null>(null)
  const [hasFailed, setFailed] = useState(false)
  const [chosen, setChosen] = useState<Operation | null>(null)
  const load = async () => {
    const response = await request(documentPath)
    setFailed(!response.ok)
    if (response.ok) setDocument((await response.json()) as OpenApi)
  }
  useEffect(() => void load().catch(() => setFailed(true)), [])
  const save = async () => {
    if (!(await download(documentPath, "openapi.json", "application/json")))
      say({ kind: "error", text: playground.noDocument })
  }
  if (!document) {
    if (!hasFailed) return <p class="sr-only">{t().app.loading}</p>
    return (
      <div class="note bad" role="alert">
        <p>{playground.noDocument}</p>
        <Button onClick={() => void load()}>{t().app.retry}</Button>
      </div>
    )
  }
  return (
    <Section
      title={playground.operations}
      text={playground.operationsText}
      action={<Button onClick={() => void save()}>{playground.download}</Button>}
    >
      <div class="playground">
        <Operations document={document} chosen={chosen} onChoose={setChosen} />
        {chosen ? (
          <Try key={`${chosen.method} ${chosen.path}`} document={document} operation={chosen} />
        ) : (
          <p class="empty-line">{playground.choose}</p>
        )}
      </div>
    </Section>
  )
}

interface OperationsProps {
  document: OpenApi
  chosen: Operation | null
  onChoose(operation: Operation): void
}

/** By object; one is open at a time, unless somebody searches. */
function Operations({ document, chosen, onChoose }: OperationsProps) {
  const { playground } = developerSentences()
  const [search, setSearch] = useState("")
  const wanted = search.trim().toLowerCase()
  const found = operationsOf(document).filter(({ method, path, summary }) =>
    `${method} ${path} ${summary}`.toLowerCase().includes(wanted),
  )
  const tags = [...new Set(found.map(({ tag }) => tag))]
  return (
    <div class="operations">
      <input
        type="search"
        aria-label={playground.search}
        placeholder={playground.search}
        value={search}
        onInput={(event) => setSearch(event.currentTarget.value)}
      />
      <div class="operation-list">
        {tags.map((tag) => (
          <details key={`${tag} ${wanted === ""}`} open={wanted !== ""} name={wanted === "" ? "tag" : undefined}>
            <summary>{tag}</summary>
            <ul>
              {found
                .filter((operation) => operation.tag === tag)
                .map((operation) => (
                  <li key={`${operation.method} ${operation.path}`}>
                    <button
                      type="button"
                      aria-pressed={operation.method === chosen?.method && operation.path === chosen.path}
                      title={operation.summary}
                      onClick={() => onChoose(operation)}
                    >
                      <span class={`method ${operation.method.toLowerCase()}`}>{operation.method}</span>{" "}
                      {operation.path}
                    </button>
                  </li>
                ))}
            </ul>
          </details>
        ))}
        {tags.length === 0 && <p class="empty-line">{playground.nothingFound}</p>}
      </div>
    </div>
  )
}

function Try({ document, operation }: { document: OpenApi; operation: Operation }) {
  const { playground } = developerSentences()
  const [path, setPath] = useState(`/rest${operation.path}`)
  const [body, setBody] = useState(
    operation.schema ? JSON.stringify(exampleOf(document, operation.schema), null, 2) : "",
  )
  const [answer, setAnswer] = useState<Answered | null | undefined>(undefined)
  const [isBusy, setBusy] = useState(false)
  const typed: Typed = { method: operation.method, path, body }
  const send = async () => {
    setBusy(true)
    setAnswer(await sendTyped(typed))
    setBusy(false)
  }
  return (
    <div class="try">
      <p class="muted">{operation.summary}</p>
      <Form onSubmit={() => void send()}>
        <Field label={playground.path(operation.method)} value={path} onValue={setPath} />
        {operation.queries.length > 0 && (
          <Select
            label={playground.parameters}
            value=""
            choices={[
              { value: "", label: playground.addParameter },
              ...operation.queries.map(({ name }) => ({ value: name, label: name })),
            ]}
            onValue={(name) => name && setPath(`${path}${path.includes("?") ? "&" : "?"}${name}=`)}
          />
        )}
        {operation.schema && <TextArea label={playground.body} rows={8} isCode value={body} onValue={setBody} />}
        <footer>
          <Button type="submit" kind="primary" busy={isBusy}>
            {playground.send}
          </Button>
        </footer>
      </Form>
      <Response answer={answer} curl={curlOf(typed)} />
    </div>
  )
}
