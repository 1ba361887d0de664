/**
 * What stands beside the page: a stack of records and forms for new ones, kept in the address as
 * `?panel=company:<id>,create:person`. The browser's Back closes it before it leaves the page.
 */
import { signal } from "@preact/signals"
import { navigate } from "./navigate.ts"

export type PanelPage =
  | { kind: "record"; object: string; id: string }
  /** `link`: a field of the new record that leads to an existing one */
  | { kind: "create"; object: string; link?: { field: string; id: string } | undefined }

/** How many are on top of each other; older ones go. */
const most = 5

export function readPanel(address: string): PanelPage[] {
  const text = new URL(address, location.origin).searchParams.get("panel") ?? ""
  return text.split(",").flatMap((each) => pageOf(each) ?? [])
}

export function pageOf(text: string): PanelPage | undefined {
  const [first = "", second = "", field, id] = text.split(":")
  if (first === "" || second === "") return undefined
  if (first !== "create") return { kind: "record", object: first, id: second }
  return { kind: "create", object: second, link: field && id ? { field, id } : undefined }
}

function textOf(page: PanelPage): string {
  if (page.kind === "record") return `${page.object}:${page.id}`
  return ["create", page.object, ...(page.link ? [page.link.field, page.link.id] : [])].join(":")
}

/** The address of the page with another stack beside it. */
export function addressWith(stack: readonly PanelPage[]): string {
  const parts = new URLSearchParams(location.search)
  parts.delete("panel")
  const others = parts.toString()
  // Colons and commas stay as they are, so that the address can be read.
  const panel = stack.length > 0 ? `panel=${stack.map(textOf).join(",")}` : ""
  const query = [others, panel].filter(Boolean).join("&")
  return location.pathname + (query && `?${query}`)
}

/** Does the panel follow the row that has the focus, which stays in the grid? */
export const isPeeking = signal(false)

/** Steps of the history that were made here, so that closing goes back rather than on. */
let trail: { from: string; to: string }[] = []
/** what had the focus when the panel opened */
let opener: Element | null = null
let wantsFocus = false

interface Way {
  /** on top of what is there, with the way back to it */
  isOnTop?: boolean
  /** the focus stays where it is */
  isPeek?: boolean
}

export function openPanel(page: PanelPage, { isOnTop = false, isPeek = false }: Way = {}): void {
  const before = readPanel(location.href)
  const stack = isOnTop ? [...before, page].slice(-most) : [page]
  if (before.length === 0) opener = document.activeElement
  isPeeking.value = isPeek
  wantsFocus = !isPeek
  go(addressWith(stack), !isOnTop && before.length > 0)
}

/** One page of the stack back; closes it at last. */
export function leavePanel(): void {
  shrinkTo(readPanel(location.href).slice(0, -1))
}

export function closePanel(): void {
  shrinkTo([])
}

/** Puts another page in the place of the one on top. */
export function replacePanel(page: PanelPage): void {
  wantsFocus = true
  go(addressWith([...readPanel(location.href).slice(0, -1), page]), true)
}

/** Is the panel to have the focus, which it takes? */
export function takePanelFocus(): boolean {
  const wanted = wantsFocus
  wantsFocus = false
  return wanted
}

function shrinkTo(stack: readonly PanelPage[]): void {
  const target = addressWith(stack)
  wantsFocus = stack.length > 0
  isPeeking.value = false
  const steps = stepsBackTo(target)
  if (steps > 0) history.go(-steps)
  else navigate(target, true)
  if (stack.length === 0) giveFocusBack()
}

/** How many steps of the history lead from here to that address, all of them made here; 0 where none do. */
function stepsBackTo(target: string): number {
  const last = trail.findLastIndex(({ to }) => to === here())
  const first = trail.slice(0, last + 1).findLastIndex(({ from }) => from === target)
  const way = trail.slice(first, last + 1)
  if (first < 0 || way.some(({ to }, i) => i + 1 < way.length && way[i + 1]!.from !== to)) return 0
  trail = trail.slice(0, first)
  return way.length
}

/** To where it was, or to the place of a grid whose elements have moved on. */
function giveFocusBack(): void {
  const place = opener?.isConnected ? opener : document.querySelector("[data-place]")
  opener = null
  if (place instanceof HTMLElement) place.focus({ preventScroll: true })
}

const here = () => location.pathname + location.search

function go(to: string, replaces: boolean): void {
  const from = here()
  if (from === to) return
  if (replaces) trail = trail.map((step) => (step.to === from ? { ...step, to } : step))
  else trail = [...trail.filter((step) => step.from !== from), { from, to }].slice(-most)
  navigate(to, replaces)
}
