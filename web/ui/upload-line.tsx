/** A file on its way: how far it is, and how to stop it. */
import { X } from "lucide-preact"
import { IconButton } from "./button.tsx"

interface UploadLineProps {
  name: string
  /** of its bytes, from 0 to 1 */
  share: number
  /** what it does, and the name of the button that ends it */
  words: { doing: string; stop: string }
  onStop(): void
}

export function UploadLine({ name, share, words, onStop }: UploadLineProps) {
  return (
    <div class="upload-line">
      <label>
        <bdi>{name}</bdi>
        <progress value={share} aria-label={words.doing} />
      </label>
      <IconButton label={words.stop} icon={X} onClick={onStop} />
    </div>
  )
}
