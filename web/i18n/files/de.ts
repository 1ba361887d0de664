import type { FileMessages } from "./en.ts"

export const de: FileMessages = {
  tooLarge: (most) => `Dateien dürfen bis zu ${most} MB groß sein.`,
  type: (extension) => `Dateien der Art ${extension} werden hier nicht angenommen.`,
}
