/** Reading tables out of text and out of the bytes of files. */
import { expect, test } from "bun:test"
import { decode, readRows, separatorOf, writeCsv } from "../../web/pages/import/csv.ts"
import { guessType } from "../../web/pages/import/guess-type.ts"

const read = (text: string) => [...readRows(text, separatorOf(text))]
const bytes = (...numbers: number[]) => new Uint8Array(numbers).buffer

test.each([
  [
    "commas",
    "a,b\n1,2\n",
    [
      ["a", "b"],
      ["1", "2"],
    ],
  ],
  [
    "semicolons, with decimal commas",
    "a;b\n1,5;2\n3,5;4",
    [
      ["a", "b"],
      ["1,5", "2"],
      ["3,5", "4"],
    ],
  ],
  [
    "tabs",
    "a\tb\n1, 2\t3",
    [
      ["a", "b"],
      ["1, 2", "3"],
    ],
  ],
  [
    "bars",
    "a|b\n1|2",
    [
      ["a", "b"],
      ["1", "2"],
    ],
  ],
  [
    "line ends of Windows",
    "a,b\r\n1,2\r\n",
    [
      ["a", "b"],
      ["1", "2"],
    ],
  ],
  [
    "line ends of old Macs",
    "a,b\r1,2",
    [
      ["a", "b"],
      ["1", "2"],
    ],
  ],
  [
    "quotes around separators and line breaks",
    'a,b\n"x, y","1\n2"',
    [
      ["a", "b"],
      ["x, y", "1\n2"],
    ],
  ],
  [
    "doubled quotes",
    'a,b\n"say ""hi""",2',
    [
      ["a", "b"],
      ['say "hi"', "2"],
    ],
  ],
  ["a quote that never ends", 'a,b\n"x,2', [["a", "b"], ["x,2"]]],
  [
    "empty cells, at the end as well",
    "a,b,c\n,2,\n",
    [
      ["a", "b", "c"],
      ["", "2", ""],
    ],
  ],
  [
    "a last cell that is empty",
    "a,b\n1,",
    [
      ["a", "b"],
      ["1", ""],
    ],
  ],
  [
    "empty rows",
    "a,b\n\n,\n1,2\n\n",
    [
      ["a", "b"],
      ["1", "2"],
    ],
  ],
  ["one column", "a\n1\n2", [["a"], ["1"], ["2"]]],
  [
    "a mark of UTF-8",
    "\ufeffa,b\n1,2",
    [
      ["a", "b"],
      ["1", "2"],
    ],
  ],
  ["nothing", "", []],
])("UI-105 %s", (_, text, rows) => {
  expect(read(text)).toEqual(rows)
})

test.each([
  ["UTF-8", bytes(0xc3, 0xa9), "é"],
  ["UTF-8 with its mark", bytes(0xef, 0xbb, 0xbf, 0xc3, 0xa9), "é"],
  ["Latin-1", bytes(0x4d, 0xfc, 0x6c, 0x6c, 0x65, 0x72), "Müller"],
  ["the euro sign of Windows", bytes(0x80), "€"],
  ["UTF-16, little end first", bytes(0xff, 0xfe, 0xe9, 0x00), "é"],
  ["UTF-16, big end first", bytes(0xfe, 0xff, 0x00, 0xe9), "é"],
  ["an empty file", bytes(), ""],
])("UI-105 bytes of %s", (_, given, text) => {
  expect(decode(given)).toBe(text)
})

test("what is written is read again, and is no formula in a spreadsheet", () => {
  const rows = [
    ["a", 'say "hi"'],
    ["x, y", "1\n2"],
    ["-5", "-1 000"],
  ]
  expect(read(writeCsv(rows))).toEqual(rows)
  expect(writeCsv([["=1+1", "@x", "-cmd"]])).toBe("'=1+1,'@x,'-cmd")
})

test.each([
  [["1", "2.5", "", "-3"], "NUMBER"],
  [["01", "02"], "TEXT"],
  [["2026-01-31", "2025-12-01"], "DATE"],
  [["a@b.test", "c@d.test"], "EMAILS"],
  [["https://a.test", "http://b.test/x"], "LINKS"],
  [["new", "won", "new", "won", "new", "won", "new", "new"], "SELECT"],
  [["Ada", "Bob", "Cy"], "TEXT"],
  [["", ""], "TEXT"],
])("values %p are taken for %s", (values, type) => {
  expect(guessType(values)).toBe(type as ReturnType<typeof guessType>)
})
