/** What narrows and orders the records, each a chip that can be changed where it stands. */
import { useRef } from "preact/hooks"
import { ArrowDown, ArrowUp, CircleAlert, X } from "lucide-preact"
import type { ComponentChildren } from "preact"
import { t } from "../../i18n/views/index.ts"
import { describe, describeGroup } from "../../views/describe.ts"
import { changed, isGroup, type Condition } from "../../views/filter-tree.ts"
import { isFilledIn, operandOf } from "../../views/operands.ts"
import type { ViewState } from "../../views/view-state.ts"
import type { ObjectModel } from "../../model/workspace-model.ts"
import { loadTools, useTools } from "./use-tools.ts"

interface ChipsProps {
  object: ObjectModel
  state: ViewState
  /** how many records there are; null until it is known */
  total: number | null
  /** the filter that is being edited */
  open: string | undefined
  onOpen(id: string | undefined): void
  onChange(change: Partial<ViewState>): void
}

export function Chips({ object, state, total, open, onOpen, onChange }: ChipsProps) {
  const { sorts, filter, search } = state
  const words = t()
  const tools = useTools()
  const bar = useRef<HTMLDivElement>(null)
  if (sorts.length + filter.members.length === 0 && search === "") return null
  const edit = (id: string) => {
    void loadTools()
    onOpen(id)
  }
  const close = () => onOpen(undefined)
  const anchor = () => bar.current?.querySelector(`[data-chip="${open}"]`)
  const opened = filter.members.find(({ id }) => id === open)
  const onTree = (tree: ViewState["filter"]) => onChange({ filter: tree })
  return (
    <div class="chip-bar" ref={bar} role="toolbar" aria-label={words.filter}>
      {sorts.map((sort) => {
        const { field, isDescending } = sort
        const Arrow = isDescending ? ArrowDown : ArrowUp
        const name = isDescending ? words.sortedDown(field.label) : words.sortedUp(field.label)
        return (
          <ViewChip
            key={`sort ${field.id}`}
            name={name}
            onPress={() =>
              onChange({ sorts: sorts.map((each) => (each === sort ? { field, isDescending: !isDescending } : each)) })
            }
            onRemove={() => onChange({ sorts: sorts.filter((each) => each !== sort) })}
          >
            <Arrow class="icon" size={12} aria-hidden="true" />
            <bdi>{field.label}</bdi>
          </ViewChip>
        )
      })}
      {search !== "" && (
        <ViewChip name={words.searchIs(search)} onRemove={() => onChange({ search: "" })}>
          {words.searchIs(search)}
        </ViewChip>
      )}
      {filter.members.map((member) => {
        const name = isGroup(member) ? describeGroup(member) : describe(member)
        return (
          <ViewChip
            key={member.id}
            id={member.id}
            name={name}
            isInvalid={!isGroup(member) && !isValid(member)}
            onPress={() => edit(member.id)}
            onRemove={() => onTree(changed(filter, member.id, () => undefined))}
          >
            <bdi>{name}</bdi>
          </ViewChip>
        )
      })}
      {tools && opened && !isGroup(opened) && (
        <tools.EditFilter condition={opened} tree={filter} anchor={anchor} onChange={onTree} onClose={close} />
      )}
      {tools && opened && isGroup(opened) && (
        <tools.AdvancedFilter {...{ object, anchor }} tree={filter} total={total} onChange={onTree} onClose={close} />
      )}
    </div>
  )
}

const isValid = ({ field, operand, part, value }: Condition) =>
  field !== undefined && isFilledIn(operandOf(field, operand, part), value)

interface ViewChipProps {
  id?: string
  /** what it says */
  name: string
  isInvalid?: boolean
  onPress?(): void
  onRemove(): void
  children: ComponentChildren
}

function ViewChip({ id, name, isInvalid = false, onPress, onRemove, children }: ViewChipProps) {
  const words = t()
  return (
    <span class={`view-chip${isInvalid ? " invalid" : ""}`} data-chip={id}>
      <button
        type="button"
        aria-label={name}
        title={isInvalid ? words.goneHint : undefined}
        onClick={onPress}
        onKeyDown={(event) => {
          if (event.key !== "Delete" && event.key !== "Backspace") return
          event.preventDefault()
          onRemove()
        }}
      >
        {isInvalid && <CircleAlert class="icon" size={12} aria-hidden="true" />}
        {children}
      </button>
      <button type="button" class="remove" aria-label={words.removeFilter(name)} onClick={onRemove}>
        <X class="icon" size={12} aria-hidden="true" />
      </button>
    </span>
  )
}
