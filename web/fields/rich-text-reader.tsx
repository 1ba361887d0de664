/** A formatted text to be read. Nothing of it is read as HTML: each block and run is an element of its own. */
import type { ComponentChildren, JSX } from "preact"
import "./rich-text.css"
import { asList, asParts, asText } from "./field-kind.ts"
import {
  blocksOf,
  groupLists,
  isLink,
  isStyledText,
  linkTo,
  textOf,
  type Block,
  type Link,
  type ListKind,
  type StyledText,
} from "./blocks.ts"

/** Where the document is not known, its Markdown. */
export function RichTextReader({ value }: { value: unknown }) {
  const blocks = blocksOf(value)
  return <div class="rich">{blocks ? <Blocks blocks={blocks} /> : <p>{asText(asParts(value).markdown)}</p>}</div>
}

function Blocks({ blocks }: { blocks: readonly Block[] }) {
  return (
    <>
      {groupLists(blocks).map(({ kind, blocks: group }, i) =>
        kind ? <List key={i} kind={kind} items={group} /> : <Single key={i} block={group[0]} />,
      )}
    </>
  )
}

function List({ kind, items }: { kind: ListKind; items: readonly [Block, ...Block[]] }) {
  const all = items.map((item, i) => (
    <Item key={i} item={item} isTicked={kind === "check" && item.props.checked === true} />
  ))
  const { start } = items[0].props
  if (kind === "number") return <ol start={typeof start === "number" ? start : undefined}>{all}</ol>
  return <ul class={kind === "check" ? "ticks" : undefined}>{all}</ul>
}

function Item({ item, isTicked }: { item: Block; isTicked: boolean }) {
  const inner = (
    <>
      <p>
        <Runs content={item.content} />
      </p>
      <Blocks blocks={item.children} />
    </>
  )
  if (item.type !== "checkListItem") return <li>{inner}</li>
  return (
    <li class={isTicked ? "done" : undefined}>
      <input type="checkbox" checked={isTicked} disabled aria-label={textOf(item.content)} />
      <div>{inner}</div>
    </li>
  )
}

function Single({ block }: { block: Block }) {
  if (block.type === "quote")
    return (
      <blockquote>
        <Own block={{ ...block, type: "paragraph" }} />
        <Blocks blocks={block.children} />
      </blockquote>
    )
  return (
    <>
      <Own block={block} />
      {block.children.length > 0 && (
        <div class="nested">
          <Blocks blocks={block.children} />
        </div>
      )}
    </>
  )
}

/** What it says itself. */
function Own({ block: { type, props, content } }: { block: Block }) {
  if (type === "divider") return <hr />
  if (type === "codeBlock")
    return (
      <pre>
        <code>{textOf(content)}</code>
      </pre>
    )
  const inner = <Runs content={content} />
  if (type === "paragraph") return <p>{inner}</p>
  if (type === "heading") {
    const level = Math.min(6, Math.max(1, Number(props.level) || 1)) as 1 | 2 | 3
    const Heading = `h${level}` as const
    // Pages have their own headings above those of a text.
    return <Heading aria-level={Math.min(6, level + 2) as 3 | 4 | 5}>{inner}</Heading>
  }
  return <Other props={props} content={content} />
}

/** Of a kind that is unknown here, such as a table or a picture: its text, or where it is. */
function Other({ props, content }: Pick<Block, "props" | "content">) {
  const text = textOf(content)
  const url = asText(props.url)
  const name = asText(props.caption) ?? asText(props.name) ?? url
  return (
    <div class="kept">
      {text}
      {url !== null && <Anchor href={url}>{name}</Anchor>}
    </div>
  )
}

function Runs({ content }: { content: unknown }) {
  return (
    <>
      {asList(content).map((each, i) => (
        <Run key={i} each={each} />
      ))}
    </>
  )
}

function Run({ each }: { each: unknown }) {
  if (isLink(each)) return <LinkRun link={each} />
  if (isStyledText(each)) return <Styled run={each} />
  return <span class="kept">{textOf(each)}</span>
}

function LinkRun({ link: { href, content } }: { link: Link }) {
  return <Anchor href={String(href)}>{typeof content === "string" ? content : <Runs content={content} />}</Anchor>
}

function Anchor({ href, children }: { href: string; children: ComponentChildren }) {
  const to = linkTo(href)
  if (to === undefined) return <>{children}</>
  return (
    <a href={to} title={to} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  )
}

const elements = [
  ["code", "code"],
  ["strike", "s"],
  ["underline", "u"],
  ["italic", "em"],
  ["bold", "strong"],
] as const

function Styled({ run: { text, styles } }: { run: StyledText }) {
  const given = asParts(styles)
  return elements.reduce<ComponentChildren>(
    (inner, [style, Element]) => (given[style] === true ? <Element>{inner}</Element> : inner),
    text,
  ) as JSX.Element
}
