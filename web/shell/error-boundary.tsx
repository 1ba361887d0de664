/** What breaks takes only its own part of the page along. */
import { Component, type ComponentChildren } from "preact"
import { t } from "../i18n/messages.ts"
import { Button } from "../ui/button.tsx"
import { copyText } from "../ui/copy.ts"

interface Props {
  children: ComponentChildren
  /** only a part of a page, below a heading of its own? */
  isPart?: boolean
}

export class ErrorBoundary extends Component<Props, { error: Error | null }> {
  override state: { error: Error | null } = { error: null }

  static override getDerivedStateFromError(error: Error) {
    return { error }
  }

  override render() {
    const { error } = this.state
    if (!error) return this.props.children
    const { errors, app } = t()
    const Heading = this.props.isPart ? "h2" : "h1"
    return (
      <div class={`problem${this.props.isPart ? " part" : ""}`} role="alert">
        <Heading>{errors.brokenTitle}</Heading>
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
