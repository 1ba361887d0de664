/** What is said about values that people type, choose and paste. */
export const en = {
  noOption: "No option fits.",
  needed: (label: string) => `${label} is needed.`,
  readOnly: (label: string) => `You can view ${label} but not change it.`,
  notAnOption: "Choose one of the listed options.",
  yesOrNo: (yes: string, no: string) => `Type ${yes} or ${no}.`,
  number: "Enter a number, such as 1250.50.",
  decimals: (n: number) => (n === 0 ? "Enter a whole number." : `Use up to ${n} decimals.`),
  between: (least: string, most: string) => `Must be between ${least} and ${most}.`,
  tooManyDigits: (most: number) => `This number has too many digits (max ${most}).`,
  rating: (most: number) => `Pick a rating from 0 to ${most}.`,
  date: "That is not a date. Try 2025-10-14 or next Monday.",
  dateWords: { next: "next", monthEnd: "end of month" },
  amount: "Enter an amount, such as 1250.50.",
  currency: "Choose a currency.",
  email: (value: string) => `‘${value}’ is not an e-mail address.`,
  phone: (value: string) => `‘${value}’ does not look like a phone number.`,
  callingCode: "Choose a country code.",
  link: (value: string) => `‘${value}’ is not a web address.`,
  linkScheme: "Only http and https links are allowed.",
  json: "Not valid JSON.",
  jsonKind: 'Enter an object, such as {"a": 1}, or a list.',
  unlinkEach: (label: string) => `Open ${label} to unlink its records one by one.`,
  refused: (label: string, reason: string) => `${label} was not changed. ${reason}`,
}

export type FieldMessages = typeof en
