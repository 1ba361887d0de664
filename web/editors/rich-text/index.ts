/** The editor of formatted texts: one chunk. */
export { append } from "./append.ts"
export { RichTextWriting } from "./rich-text-writing.tsx"
