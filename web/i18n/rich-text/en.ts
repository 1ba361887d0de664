/** What the editor of formatted texts says, once somebody writes. */
export const en = {
  toolbar: "Format",
  marks: {
    bold: "Bold",
    italic: "Italic",
    underline: "Underlined",
    strike: "Struck through",
    inline_code: "Code in the line",
  },
  link: "Link",
  address: "Address of the link",
  unlink: "Remove link",
  wrongAddress: "A link leads to a web or an e-mail address, such as https://example.com or mailto:a@example.com.",
  blocks: {
    text: "Text",
    heading1: "Heading 1",
    heading2: "Heading 2",
    heading3: "Heading 3",
    bullet: "List",
    number: "Numbered list",
    check: "Check list",
    quote: "Quote",
    code: "Code",
    divider: "Divider",
  },
  /** what else one may look for it by */
  signs: {
    text: "",
    heading1: "#",
    heading2: "##",
    heading3: "###",
    bullet: "-",
    number: "1.",
    check: "[]",
    quote: ">",
    code: "```",
    divider: "---",
  },
  menu: "Make it",
  nothing: "Nothing fits.",
  done: "Done",
  placeholder: "Write, or press / for headings and lists",
  hint: "Alt+F10 leads to the formats, Escape ends writing.",
  tooLarge: (size: string, most: string) => `This text is too large (${size} kB of ${most}).`,
}

export type RichTextMessages = typeof en
