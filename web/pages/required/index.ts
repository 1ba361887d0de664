/** What asks for required fields, in a chunk of its own: most options ask for nothing. */
export { complete } from "./complete.ts"
export { RequiredForm } from "./required-form.tsx"
