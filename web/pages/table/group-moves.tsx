/** Records of a grouped table going to another group: drawn, or sent there from the menu of their row. */
import { useRef, useState } from "preact/hooks"
import { recordName } from "../../fields/record-name.tsx"
import { t } from "../../i18n/groups/index.ts"
import { liveRecord, type LiveRecord } from "../../store/records.ts"
import { Listbox } from "../../ui/listbox.tsx"
import { Popover } from "../../ui/popover.tsx"
import { isInUnits } from "../../views/grouping.ts"
import { moveCards, standOf } from "../board/moves.ts"
import { changeChosen } from "./bulk-steps.ts"
import type { RowEvents } from "./grid.tsx"
import type { Group, GroupedList } from "./groups.ts"
import type { Selection } from "./selection.ts"

const dragType = "text/x-kith-rows"

/** The value of a record is its group's, but of a time that is in a unit no single one can be. */
export const canMove = ({ field }: GroupedList["grouping"]) => field.canEdit && !isInUnits(field)

export function useGroupMoves(list: GroupedList, selection: Selection) {
  const [over, setOver] = useState<string>()
  const [said, setSaid] = useState("")
  const [menu, setMenu] = useState<{ record: LiveRecord; at: Element; isMoving: boolean }>()
  const dragged = useRef<LiveRecord>(undefined)
  const isMovable = canMove(list.grouping)

  const move = async (record: LiveRecord, to: Group, place: number) => {
    const { field } = list.grouping
    const groups = list.groups.peek() ?? []
    const chosen = selection.has(record.id) ? selection : { isAll: false, ids: new Set([record.id]) }
    const records = [...chosen.ids]
      .map((id) => liveRecord(list.question.object, id))
      .filter((each) => standOf(groups, each))
    // Of those that are not here it is not known what they had.
    if (chosen.isAll || records.length < chosen.ids.size) {
      selection.clear()
      return changeChosen(chosen, list, field, to.value)
    }
    const moved = await moveCards({ field, columns: groups, records, to, place })
    if (moved !== "") selection.clear()
    setSaid(moved)
  }
  const drop = (line: number) => {
    const record = dragged.current
    const stand = list.standAt(line)
    setOver(undefined)
    if (!record || !stand) return
    const from = standOf(list.groups.peek() ?? [], record)
    const isBelow = from?.column === stand.group && from.place < stand.place
    void move(record, stand.group, Math.max(0, stand.place - (isBelow ? 1 : 0)))
  }
  const open = (line: number, at: Element, isMoving: boolean): boolean => {
    const record = list.at(line)
    if (!record || !isMovable) return false
    setMenu({ record, at, isMoving })
    return true
  }
  const events: RowEvents = {
    canDrag: isMovable,
    onDragStart(line, event) {
      dragged.current = list.at(line)
      event.dataTransfer?.setData(dragType, dragged.current?.id ?? "")
    },
    onDragOver(line, event) {
      const stand = list.standAt(line)
      if (!stand || !event.dataTransfer?.types.includes(dragType)) return
      event.preventDefault()
      setOver(stand.group.key)
    },
    onDrop(line, event) {
      event.preventDefault()
      drop(line)
    },
    onDragEnd: () => setOver(undefined),
    onContextMenu(line, event) {
      if (open(line, event.target as Element, false)) event.preventDefault()
    },
    onKey({ mode, row: line }, event) {
      const head = list.headAt(line)
      if (event.ctrlKey || event.metaKey || event.altKey) return false
      if (!head) return mode === "row" && event.key === "m" && open(line, event.target as Element, true)
      if (event.key === "Enter" || event.key === " ") list.toggle(head.key)
      else if (event.key === "ArrowLeft") list.toggle(head.key, false)
      else if (event.key === "ArrowRight") list.toggle(head.key, true)
      else return false
      return true
    },
  }
  const close = () => {
    setMenu(undefined)
    document.querySelector<HTMLElement>(".grid [data-place]")?.focus()
  }
  const element = (
    <>
      {menu && (
        <RowMenu
          key={String(menu.isMoving)}
          {...menu}
          groups={list.groups.value ?? []}
          onMove={() => setMenu({ ...menu, isMoving: true })}
          onChoose={(group) => {
            close()
            void move(menu.record, group, 0)
          }}
          onClose={close}
        />
      )}
      <p class="sr-only" role="status">
        {said}
      </p>
    </>
  )
  return { events, over, element }
}

interface RowMenuProps {
  record: LiveRecord
  at: Element
  isMoving: boolean
  groups: readonly Group[]
  onMove(): void
  onChoose(group: Group): void
  onClose(): void
}

function RowMenu({ record, at, isMoving, groups, onMove, onChoose, onClose }: RowMenuProps) {
  const words = t()
  const common = {
    anchor: () => at,
    place: "below" as const,
    onOutside: onClose,
    onKeyDown(event: KeyboardEvent) {
      event.stopPropagation()
      if (event.key !== "Escape" && event.key !== "Tab") return
      event.preventDefault()
      onClose()
    },
  }
  if (!isMoving)
    return (
      <Popover class="menu" role="menu" aria-label={words.rowMenu(recordName(record))} {...common}>
        <button type="button" role="menuitem" autofocus onClick={onMove}>
          {words.moveTo}
        </button>
      </Popover>
    )
  return (
    <Popover class="tool sheet-on-phone" role="dialog" aria-label={words.moveTo} {...common}>
      <Listbox
        label={words.moveTo}
        choices={groups.map(({ key, label }) => ({ id: key, text: label }))}
        chosen={new Set()}
        nothing={words.noGroup}
        onChoose={({ id }) => onChoose(groups.find(({ key }) => key === id)!)}
      />
    </Popover>
  )
}
