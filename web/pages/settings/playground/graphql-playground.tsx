/** Questions in GraphQL, with the workspace's own schema to look things up in. */
import { useEffect, useState } from "preact/hooks"
import { ask } from "../../../api/graphql.ts"
import type { Endpoint } from "../../../api/post.ts"
import { developerSentences } from "../../../i18n/settings-developers/index.ts"
import { Button } from "../../../ui/button.tsx"
import { Form } from "../../../ui/form.tsx"
import { Section } from "../../../ui/section.tsx"
import { Select } from "../../../ui/select.tsx"
import { TextArea } from "../../../ui/text-area.tsx"
import { linesOf, rootsQuery, type RootLine, type Schema } from "./graphql-schema.ts"
import { Response } from "./response.tsx"
import { curlOf, sendTyped, type Answered } from "./sent.ts"

export function GraphqlPlayground() {
  const { playground } = developerSentences()
  const [endpoint, setEndpoint] = useState<Endpoint>("/graphql")
  const [query, setQuery] = useState("{\n  __typename\n}")
  const [variables, setVariables] = useState("{}")
  const [problem, setProblem] = useState<string>()
  const [answer, setAnswer] = useState<Answered | null | undefined>(undefined)
  const [isBusy, setBusy] = useState(false)
  const parsed = parse(variables)
  const typed = { method: "POST", path: endpoint, body: JSON.stringify({ query, variables: parsed ?? {} }) }
  const send = async () => {
    setProblem(parsed === null ? playground.malformed : undefined)
    if (parsed === null) return
    setBusy(true)
    setAnswer(await sendTyped(typed))
    setBusy(false)
  }
  return (
    <Section title={playground.question} text={playground.questionText}>
      <div class="playground">
        <Roots endpoint={endpoint} onChoose={setQuery} />
        <div
          class="try"
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void send()
          }}
        >
          <Form onSubmit={() => void send()}>
            <Select
              label={playground.endpoint}
              value={endpoint}
              choices={[
                { value: "/graphql", label: playground.records },
                { value: "/metadata", label: playground.metadata },
              ]}
              onValue={(path) => setEndpoint(path as Endpoint)}
            />
            <TextArea label={playground.query} rows={10} isCode value={query} onValue={setQuery} />
            <TextArea
              label={playground.variables}
              rows={3}
              isCode
              value={variables}
              onValue={setVariables}
              error={problem}
            />
            <footer>
              <Button type="submit" kind="primary" busy={isBusy}>
                {playground.send}
              </Button>
            </footer>
          </Form>
          <Response answer={answer} curl={curlOf(typed)} />
        </div>
      </div>
    </Section>
  )
}

/** Null where it is no JSON object. */
function parse(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text.trim() || "{}")
    return typeof value === "object" ? value : null
  } catch {
    // What is being typed is not finished yet.
    return null
  }
}

/** What can be asked and changed; choosing one writes how to. */
function Roots({ endpoint, onChoose }: { endpoint: Endpoint; onChoose(query: string): void }) {
  const { playground } = developerSentences()
  const [lines, setLines] = useState<readonly RootLine[]>([])
  const [search, setSearch] = useState("")
  useEffect(() => {
    void ask<{ __schema: Schema }>(endpoint, { query: rootsQuery }).then(({ data }) =>
      setLines(data ? linesOf(data.__schema) : []),
    )
  }, [endpoint])
  const found = lines.filter(({ name }) => name.toLowerCase().includes(search.trim().toLowerCase()))
  return (
    <div class="operations">
      <input
        type="search"
        aria-label={playground.searchSchema}
        placeholder={playground.searchSchema}
        value={search}
        onInput={(event) => setSearch(event.currentTarget.value)}
      />
      <ul class="operation-list">
        {found.map((line) => (
          <li key={`${line.kind} ${line.name}`}>
            <button type="button" title={line.signature} onClick={() => onChoose(line.example)}>
              <span class={`method ${line.kind === "query" ? "get" : "post"}`}>{line.kind}</span> {line.name}
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
