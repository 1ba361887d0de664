import { piecesOf } from "./fits.ts"

/** A text with what somebody looked for in it made visible. */
export function Marked({ text, wanted }: { text: string; wanted: string }) {
  return (
    <bdi>
      {piecesOf(text, wanted).map(({ text: piece, isWanted }, i) => (isWanted ? <mark key={i}>{piece}</mark> : piece))}
    </bdi>
  )
}
