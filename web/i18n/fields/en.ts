/** What is said about values that people type, choose and paste. */
export const en = {
  noOption: "No option fits.",
  needed: (label: string) => `${label} is needed.`,
  readOnly: (label: string) => `You can view ${label} but not change it.`,
  notAnOption: "Choose one of the listed options.",
  yesOrNo: (yes: string, no: string) => `Type ${yes} or ${no}.`,
  number: "Enter a number, such as 1250.50.",
  refused: (label: string, reason: string) => `${label} was not changed. ${reason}`,
}

export type FieldMessages = typeof en
