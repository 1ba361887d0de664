import { Fragment } from "preact"

/** @param props.keys as in actions: "Mod+K", "g p" */
export function Keys({ keys }: { keys: string }) {
  return (
    <span class="keys">
      {keys.split(" ").map((chord, i) => (
        <Fragment key={i}>
          {chord.split("+").map((key) => (
            <kbd key={key}>{nameOf(key)}</kbd>
          ))}
        </Fragment>
      ))}
    </span>
  )
}

const isMac = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? "")

/** As it stands on the keyboard at hand. */
function nameOf(key: string): string {
  const signs: Record<string, string> = {
    Mod: isMac ? "⌘" : "Ctrl",
    Shift: "⇧",
    Enter: "↵",
    Alt: isMac ? "⌥" : "Alt",
    ArrowUp: "↑",
    ArrowDown: "↓",
    ArrowRight: "→",
    Backspace: "⌫",
  }
  return signs[key] ?? key
}
