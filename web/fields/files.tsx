import { File } from "lucide-preact"
import { FewOf } from "../ui/few-of.tsx"
import { Chip } from "../ui/tag.tsx"
import { asList, asParts, asText, clearedTo, type FieldKind } from "./field-kind.ts"
import { safeAddress } from "./links.tsx"

export const filesField: FieldKind = {
  select: ({ name }) => `${name} { fileId label extension url }`,
  show: (value) => {
    const files = asList(value).map(asParts)
    if (files.length === 0) return null
    return (
      <FewOf
        items={files.map((file) => (
          <Chip key={String(file.fileId)} href={safeAddress(asText(file.url) ?? "")} opensTab>
            <File class="icon" size={12} aria-hidden="true" /> {asText(file.label) ?? ""}
          </Chip>
        ))}
      />
    )
  },
  text: (value) =>
    asList(value)
      .flatMap((file) => asText(asParts(file).label) ?? [])
      .join(", ") || null,
  input: (value, { name }) => ({
    [name]: asList(value).map((file) => ({ fileId: asParts(file).fileId, label: asParts(file).label })),
  }),
  cleared: clearedTo(null),
}
