/** Without accents and capitals, letter by letter, so that places in one are places in the other. */
function plain(text: string): string {
  const letter = (each: string) => each.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase()
  return [...text].map((each) => letter(each).padEnd(each.length).slice(0, each.length)).join("")
}

/** Is every word of what is wanted part of the text, whatever the accents? */
export function fits(text: string, wanted: string): boolean {
  const found = plain(text)
  return plain(wanted)
    .split(/\s+/)
    .every((word) => found.includes(word))
}

/** The text in pieces, those that were wanted apart from the others. */
export function piecesOf(text: string, wanted: string): { text: string; isWanted: boolean }[] {
  const found = plain(text)
  const marks = Array.from(text, () => false)
  for (const word of plain(wanted).split(/\s+/).filter(Boolean)) {
    const at = found.indexOf(word)
    if (at >= 0) marks.fill(true, at, at + word.length)
  }
  const pieces: { text: string; isWanted: boolean }[] = []
  for (let i = 0; i < text.length; i++) {
    const last = pieces.at(-1)
    if (last && last.isWanted === marks[i]) last.text += text[i]
    else pieces.push({ text: text[i]!, isWanted: marks[i] === true })
  }
  return pieces
}
