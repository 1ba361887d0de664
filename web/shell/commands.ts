/** What can be done everywhere: the command menu, the search, the keys, and the ways to every object. */
import { signal } from "@preact/signals"
import { House, Keyboard, Search, SquareTerminal } from "lucide-preact"
import { t } from "../i18n/messages.ts"
import { tableAddress } from "../model/addresses.ts"
import type { ObjectModel } from "../model/workspace-model.ts"
import { keepEarlyKeys } from "../ui/early-keys.ts"
import { useActions, type Action } from "./actions.ts"
import { navigate } from "./navigate.ts"
import { workspace } from "./workspace.ts"

/** `all`: actions and records; `search`: records alone; `create`: what can be made; `keys`: the keyboard shortcuts */
export type CommandMode = "all" | "search" | "create" | "keys"

/** What is open; null for nothing. */
export const commandMenu = signal<CommandMode | null>(null)

/** What is typed until the menu is there, which comes when it is first needed, is not lost. */
export function openCommands(mode: CommandMode): void {
  commandMenu.value = mode
  keepEarlyKeys({ onEscape: () => (commandMenu.value = null) })
}

/** Objects of which this role may make records. */
export function creatable(): ObjectModel[] {
  return workspace.value?.objects.filter((object) => object.can.create && !object.isSystem) ?? []
}

export function useCommands(): void {
  const { shell, app } = t()
  const objects = workspace.value?.objects.filter((object) => !object.isSystem) ?? []
  useActions([
    {
      id: "commands",
      label: shell.command,
      icon: SquareTerminal,
      keys: "Mod+K",
      scope: "app",
      run: () => openCommands("all"),
    },
    { id: "search", label: app.search, icon: Search, keys: "/", scope: "app", run: () => openCommands("search") },
    { id: "keys", label: shell.shortcuts, icon: Keyboard, keys: "?", scope: "app", run: () => openCommands("keys") },
    {
      id: "go",
      label: shell.goTo(app.home),
      icon: House,
      keys: "g h",
      scope: "app",
      isWay: true,
      run: () => navigate("/"),
    },
    ...waysTo(objects),
  ])
}

/** Each has the first letter of its name that none before it has. */
function waysTo(objects: readonly ObjectModel[]): Action[] {
  const taken = new Set(["h"])
  return objects.map((object) => {
    const letter = [...object.labelPlural.toLowerCase()].find((each) => /[a-z]/.test(each) && !taken.has(each))
    if (letter) taken.add(letter)
    return {
      id: `go-${object.id}`,
      label: t().shell.goTo(object.labelPlural),
      ...(letter && { keys: `g ${letter}` }),
      scope: "app",
      isWay: true,
      run: () => navigate(tableAddress(object)),
    }
  })
}
