/** An item as it stands in the page: in lists that can be ticked, with its box. */
import type { Node } from "prosemirror-model"
import type { EditorView, NodeView } from "prosemirror-view"
import { t } from "../../i18n/rich-text/index.ts"

export class ItemView implements NodeView {
  readonly dom = document.createElement("li")
  readonly contentDOM: HTMLElement
  private readonly box: HTMLInputElement | undefined

  constructor(
    private node: Node,
    private readonly view: EditorView,
    private readonly getPos: () => number | undefined,
  ) {
    const canTick = view.state.doc.resolve(getPos()!).parent.attrs.kind === "check"
    if (!canTick) {
      this.contentDOM = this.dom
      return
    }
    this.box = this.buildBox()
    this.contentDOM = document.createElement("div")
    this.dom.append(this.box, this.contentDOM)
    this.update(node)
  }

  private buildBox(): HTMLInputElement {
    const box = document.createElement("input")
    box.type = "checkbox"
    box.contentEditable = "false"
    // The key that ticks is Mod+Enter in the text; the caret stays where it is.
    box.tabIndex = -1
    box.ariaLabel = t().done
    box.addEventListener("mousedown", (event) => event.preventDefault())
    box.addEventListener("change", () => this.tick(box.checked))
    return box
  }

  private tick(isDone: boolean): void {
    const { view, node } = this
    const at = this.getPos()
    if (at !== undefined) view.dispatch(view.state.tr.setNodeMarkup(at, null, { ...node.attrs, isDone }))
  }

  update(node: Node): boolean {
    if (node.type !== this.node.type) return false
    this.node = node
    if (!this.box) return true
    this.box.checked = node.attrs.isDone === true
    this.dom.classList.toggle("done", this.box.checked)
    return true
  }

  stopEvent(event: Event): boolean {
    return event.target === this.box
  }

  ignoreMutation(mutation: { target: unknown }): boolean {
    return mutation.target === this.dom || mutation.target === this.box
  }
}
