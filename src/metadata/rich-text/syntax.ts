/** What begins a block in Markdown; reading and writing agree on it here. */

export const heading = /^ {0,3}(#{1,6})(?:[ \t]+(.*?))??(?:[ \t]+#+)?[ \t]*$/
export const divider = /^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$/
export const fence = /^( {0,3})(`{3,}|~{3,})[ \t]*([^`]*)$/
export const quote = /^ {0,3}>[ \t]?/
export const listItem = /^( {0,3})([-*+]|\d{1,9}[.)])(?:([ \t]+)(.*))?$/
export const checkBox = /^\[([ xX])\](?:[ \t]+|$)/
export const underline = /^ {0,3}(=+|-+)[ \t]*$/

/** A line that can only be the beginning of a block. */
export function startsBlock(line: string): boolean {
  if (!/^\s*[#>`~*_+\d-]/.test(line)) return false
  return [heading, divider, fence, quote, listItem].some((pattern) => pattern.test(line))
}

/** As CommonMark has it, an empty item or a number other than 1 in the middle of a paragraph is just text. */
export function endsParagraph(line: string): boolean {
  if (!startsBlock(line)) return false
  const item = divider.test(line) ? null : listItem.exec(line)
  return item === null || (Boolean(item[4]) && /^(?:\D|1\D)/.test(item[2]!))
}
