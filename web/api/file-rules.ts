/** Which files the server takes, asked once; so that nobody sends for minutes what is refused at the end. */
import { t } from "../i18n/files/index.ts"
import { formatNumber } from "../i18n/format.ts"
import { clientConfig, type ClientConfig } from "./client-config.ts"

/** Files that may be sent, and a sentence for each of the others. */
interface Sifted {
  taken: readonly File[]
  refused: readonly { file: File; reason: string }[]
}

/** Where the rules cannot be had, all are taken: the server has the last word in any case. */
export async function sift(files: readonly File[]): Promise<Sifted> {
  const rules = await fileRules()
  const judged = files.map((file) => ({ file, reason: rules && reasonAgainst(file, rules) }))
  return {
    taken: judged.flatMap(({ file, reason }) => (reason === undefined ? file : [])),
    refused: judged.flatMap(({ file, reason }) => (reason === undefined ? [] : { file, reason })),
  }
}

type Rules = ClientConfig["files"]

let known: Rules | undefined

async function fileRules(): Promise<Rules | undefined> {
  known ??= (await clientConfig()).data?.files
  return known
}

/** Undefined where there is nothing against it. */
function reasonAgainst({ name, size }: File, { maxSize, refusedExtensions }: Rules): string | undefined {
  const extension = refusedExtensions.find((each) => name.toLowerCase().endsWith(each))
  if (extension !== undefined) return t().type(extension)
  return size > maxSize ? t().tooLarge(formatNumber(maxSize / 1_000_000)) : undefined
}
