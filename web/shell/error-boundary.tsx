/** What breaks takes only its own part of the page along. */
import { Component, type ComponentChildren } from "preact"
import { t } from "../i18n/messages.ts"
import { Button } from "../ui/button.tsx"
import { copyText } from "../ui/copy.ts"

export class ErrorBoundary extends Component<{ children: ComponentChildren }, { error: Error | null }> {
  override state: { error: Error | null } = { error: null }

  static override getDerivedStateFromError(error: Error) {
    return { error }
  }

  override render() {
    const { error } = this.state
    if (!error) return this.props.children
    const { errors, app } = t()
    return (
      <div class="problem" role="alert">
        <h1>{errors.brokenTitle}</h1>
        <p class="muted">{errors.brokenText}</p>
        <div class="stack">
          <Button kind="primary" onClick={() => this.setState({ error: null })}>
            {errors.reloadSection}
          </Button>
          <Button onClick={() => void copyText(`${location.href}\n${error.stack ?? error.message}`)}>
            {app.copyDetails}
          </Button>
        </div>
      </div>
    )
  }
}
