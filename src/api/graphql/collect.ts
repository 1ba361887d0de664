/** Selection sets → the fields they come to: fragments opened, directives obeyed, equal names merged. */
import {
  Kind,
  type ArgumentNode,
  type DirectiveNode,
  type FieldNode,
  type SelectionSetNode,
  type ValueNode,
} from "graphql"
import { AppError } from "../../errors.ts"
import { beyondLimit, limits } from "../../limits.ts"
import type { Operation } from "./document.ts"

export type Variables = Readonly<Record<string, unknown>>

/** A field as asked for; several selections of the same name under one key are one field with all their members. */
export interface AskedField {
  key: string
  name: string
  nodes: FieldNode[]
  arguments: Record<string, unknown>
  selectionSets: SelectionSetNode[]
}

export interface Request {
  operation: Operation
  variables: Variables
  /** fields opened so far, against documents that multiply themselves */
  opened: { count: number }
}

/** Variables with their defaults. Which type a client declared for one is not held against it. */
export function readVariables(operation: Operation, given: unknown): Variables {
  const values: Record<string, unknown> = {}
  const source = typeof given === "object" && given !== null ? (given as Record<string, unknown>) : {}
  for (const definition of operation.definition.variableDefinitions ?? []) {
    const name = definition.variable.name.value
    if (source[name] !== undefined) values[name] = source[name]
    else if (definition.defaultValue) values[name] = readValue(definition.defaultValue, {}, true)
  }
  return values
}

/** Throws GRAPHQL_VALIDATION_FAILED. */
export function collectFields(request: Request, sets: readonly SelectionSetNode[], typeName: string): AskedField[] {
  const fields = new Map<string, AskedField>()
  for (const set of sets) collect(request, set, typeName, fields, new Set())
  return [...fields.values()]
}

function collect(
  request: Request,
  set: SelectionSetNode,
  typeName: string,
  fields: Map<string, AskedField>,
  visited: Set<string>,
): void {
  for (const selection of set.selections) {
    if (!isIncluded(request, selection.directives)) continue
    if (selection.kind === Kind.FIELD) {
      addField(request, selection, fields)
    } else if (selection.kind === Kind.INLINE_FRAGMENT) {
      const condition = selection.typeCondition?.name.value
      if (condition === undefined || condition === typeName)
        collect(request, selection.selectionSet, typeName, fields, visited)
    } else {
      const name = selection.name.value
      const fragment = request.operation.fragments.get(name)
      if (!fragment) throw invalid(`Unknown fragment "${name}".`)
      if (visited.has(name)) continue
      visited.add(name)
      if (fragment.typeCondition.name.value === typeName)
        collect(request, fragment.selectionSet, typeName, fields, visited)
    }
  }
}

function addField(request: Request, node: FieldNode, fields: Map<string, AskedField>): void {
  if (++request.opened.count > limits.fields) {
    throw beyondLimit("TOO_MANY_FIELDS", `Query selects more than ${limits.fields} fields`, limits.fields)
  }
  const key = node.alias?.value ?? node.name.value
  const known = fields.get(key)
  if (!known) {
    const args = readArguments(request, node.arguments)
    fields.set(key, {
      key,
      name: node.name.value,
      nodes: [node],
      arguments: args,
      selectionSets: node.selectionSet ? [node.selectionSet] : [],
    })
    return
  }
  const sameArguments = JSON.stringify(known.arguments) === JSON.stringify(readArguments(request, node.arguments))
  if (known.name !== node.name.value || !sameArguments) {
    throw invalid(
      `Fields "${key}" conflict because "${known.name}" and "${node.name.value}" are different fields or have different arguments. Use different aliases on the fields to fetch both if this was intentional.`,
    )
  }
  known.nodes.push(node)
  if (node.selectionSet) known.selectionSets.push(node.selectionSet)
}

function isIncluded(request: Request, directives: readonly DirectiveNode[] | undefined): boolean {
  for (const directive of directives ?? []) {
    const name = directive.name.value
    if (name !== "skip" && name !== "include") throw invalid(`Unknown directive "@${name}".`)
    const { if: condition } = readArguments(request, directive.arguments)
    if (typeof condition !== "boolean") throw invalid(`Directive "@${name}" argument "if" must be a boolean.`)
    if (condition === (name === "skip")) return false
  }
  return true
}

function readArguments(request: Request, nodes: readonly ArgumentNode[] | undefined): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  for (const node of nodes ?? []) {
    if (node.value.kind === Kind.VARIABLE) checkDeclared(request, node.value.name.value)
    const value = readValue(node.value, request.variables)
    if (value !== undefined) values[node.name.value] = value
  }
  return values
}

function checkDeclared(request: Request, name: string): void {
  const declared = request.operation.definition.variableDefinitions ?? []
  if (!declared.some((each) => each.variable.name.value === name)) throw invalid(`Variable "$${name}" is not defined.`)
}

/** A value in a document → a plain value; enum values are their names. */
export function readValue(node: ValueNode, variables: Variables, isConstant = false): unknown {
  switch (node.kind) {
    case Kind.VARIABLE:
      if (isConstant) throw invalid(`Unexpected variable "$${node.name.value}" in constant value.`)
      return variables[node.name.value]
    case Kind.NULL:
      return null
    case Kind.INT:
    case Kind.FLOAT:
      return Number(node.value)
    case Kind.STRING:
    case Kind.BOOLEAN:
    case Kind.ENUM:
      return node.value
    case Kind.LIST:
      return node.values.map((value) => readValue(value, variables, isConstant) ?? null)
    case Kind.OBJECT:
      return Object.fromEntries(
        node.fields
          .map((field) => [field.name.value, readValue(field.value, variables, isConstant)] as const)
          .filter(([, value]) => value !== undefined),
      )
  }
}

export function invalid(message: string): AppError {
  return new AppError("GRAPHQL_VALIDATION_FAILED", message)
}
