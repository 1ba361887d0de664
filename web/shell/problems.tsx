/** P-99: what is shown in place of a page. */
import type { ComponentChildren } from "preact"
import { useLocation } from "preact-iso"
import { t } from "../i18n/messages.ts"
import { Button } from "../ui/button.tsx"
import { Header } from "./header.tsx"
import { useTitle } from "./title.ts"
import { workspace } from "./workspace.ts"

export function NotFound() {
  const { path } = useLocation()
  const { errors } = t()
  return <Problem title={errors.notFoundTitle} text={errors.notFoundText(path)} />
}

/** @param what in the words of the workspace, such as "Companies" */
export function Forbidden({ what }: { what: string }) {
  const { errors } = t()
  return <Problem title={errors.forbiddenTitle} text={errors.forbiddenText(what)} />
}

/** Of what should be at this address, and is not. */
export function Missing({ title, text }: { title: string; text: string }) {
  return <Problem title={title} text={text} />
}

function Problem({ title, text, children }: { title: string; text: string; children?: ComponentChildren }) {
  useTitle(title, workspace.value?.workspace.name)
  const { app } = t()
  return (
    <>
      <Header title={title} />
      <main id="content" class="problem" tabIndex={-1} data-region>
        <p class="muted">{text}</p>
        {children}
        <div class="stack">
          <Button onClick={() => history.back()}>{app.back}</Button>
          <a class="button" href="/search">
            {app.search}
          </a>
          <a class="button primary" href="/">
            {app.home}
          </a>
        </div>
      </main>
    </>
  )
}
