/** The playground as one self-contained page: an editor, variables, an answer, and the schema to look things up in. */
export function playgroundPage(title: string, endpoint: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Kith · ${title} API</title>
<style>
  :root { color-scheme: light dark; font: 14px/1.5 system-ui, sans-serif }
  body { margin: 0; padding: 1rem; display: grid; gap: .75rem; grid-template: auto auto 1fr auto / 1fr 1fr; height: 100vh; box-sizing: border-box }
  header, #token-row { grid-column: 1 / -1; display: flex; gap: .75rem; align-items: center }
  h1 { font-size: 1rem; margin: 0 auto 0 0 }
  textarea, input, pre, #schema { font: 13px/1.5 ui-monospace, monospace; padding: .6rem; border: 1px solid #8886; border-radius: 6px; background: transparent; color: inherit; box-sizing: border-box; width: 100%; margin: 0; overflow: auto }
  #left { display: grid; grid-template-rows: auto 1fr auto 6rem; gap: .4rem; min-height: 0 }
  #right { display: grid; grid-template-rows: auto 1fr auto 12rem; gap: .4rem; min-height: 0 }
  label { font-weight: 600 }
  button { font: inherit; padding: .4rem 1rem; border-radius: 6px; border: 1px solid #8886; cursor: pointer }
  @media (max-width: 50rem) { body { grid-template: none; height: auto } #left, #right { grid-column: 1 / -1 } textarea { min-height: 12rem } }
</style>
</head>
<body>
<header><h1>Kith · ${title} API <code>${endpoint}</code></h1><button id="run" title="Ctrl+Enter">Run</button></header>
<div id="token-row"><label for="token">Token</label><input id="token" type="password" autocomplete="off" placeholder="access token or API key"></div>
<div id="left">
  <label for="query">Query</label><textarea id="query" spellcheck="false">{ __typename }</textarea>
  <label for="variables">Variables (JSON)</label><textarea id="variables" spellcheck="false">{}</textarea>
</div>
<div id="right">
  <label for="answer">Answer</label><pre id="answer" tabindex="0" aria-live="polite"></pre>
  <label for="search">Schema</label><div id="schema"><input id="search" placeholder="find a type or field, needs a token for records"><div id="types"></div></div>
</div>
<script>
const $ = (id) => document.getElementById(id)
const send = async (body) => {
  const headers = { "content-type": "application/json" }
  if ($("token").value) headers.authorization = "Bearer " + $("token").value
  return (await fetch("${endpoint}", { method: "POST", headers, body: JSON.stringify(body) })).json()
}
const run = async () => {
  try {
    $("answer").textContent = "…"
    const variables = JSON.parse($("variables").value || "{}")
    $("answer").textContent = JSON.stringify(await send({ query: $("query").value, variables }), null, 2)
  } catch (error) { $("answer").textContent = String(error) }
}
$("run").onclick = run
addEventListener("keydown", (event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); run() } })
const typeText = (type) => type.kind === "NON_NULL" ? typeText(type.ofType) + "!" : type.kind === "LIST" ? "[" + typeText(type.ofType) + "]" : type.name
const typeRef = "kind name ofType { ".repeat(6) + "kind name" + " }".repeat(6)
let lines
const load = async () => {
  const query = "{ __schema { types { name fields { name args { name type { " + typeRef + " } } type { " + typeRef + " } } inputFields { name type { " + typeRef + " } } enumValues { name } } } }"
  const answer = await send({ query })
  lines = (answer.data?.__schema.types ?? []).filter((type) => !type.name.startsWith("__")).flatMap((type) => [
    ...(type.fields ?? []).map((field) => type.name + "." + field.name + (field.args.length ? "(" + field.args.map((each) => each.name + ": " + typeText(each.type)).join(", ") + ")" : "") + ": " + typeText(field.type)),
    ...(type.inputFields ?? []).map((field) => type.name + "." + field.name + ": " + typeText(field.type)),
    ...(type.enumValues ?? []).map((value) => type.name + "." + value.name),
  ])
}
$("search").oninput = async () => {
  if (!lines?.length) await load()
  const wanted = $("search").value.toLowerCase()
  $("types").textContent = wanted.length < 2 ? "" : lines.filter((line) => line.toLowerCase().includes(wanted)).slice(0, 100).join("\\n")
  $("types").style.whiteSpace = "pre-wrap"
}
</script>
</body>
</html>`
}
