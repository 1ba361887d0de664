/**
 * What the client knows of a workspace: its objects and fields by name and id, as far as the role may see them, with what it
 * may change. Compiled once from one answer of `/metadata`; nothing about an object is written down in the client.
 */
import type { FieldTypeName, Option } from "../../src/metadata/schema.ts"
import { objectTypeName } from "./names.ts"

export interface WorkspaceModel {
  workspace: { id: string; name: string }
  member: Member
  /** of the member in this workspace: whose favourites are whose */
  userWorkspaceId: string
  /** in the member's order */
  favourites: readonly Favourite[]
  /** active objects that the role may read, in the order of the menu; system objects last */
  objects: readonly ObjectModel[]
  byPlural: ReadonlyMap<string, ObjectModel>
  bySingular: ReadonlyMap<string, ObjectModel>
  byId: ReadonlyMap<string, ObjectModel>
  /** whose records are the members; undefined where the role may not see them */
  memberObject: ObjectModel | undefined
  /** objects that are there, and not for this role: name → what people call them */
  hiddenPlurals: ReadonlyMap<string, string>
  hiddenSingulars: ReadonlyMap<string, string>
  /** flags of the role, such as DATA_MODEL or ROLES */
  permissions: ReadonlySet<string>
  /** that can be switched to */
  otherWorkspaces: readonly { id: string; name: string }[]
  /** what the clients of this person remember of them here, on every device */
  variables: Readonly<Record<string, unknown>>
}

/** What somebody keeps at hand, and the folders for it. */
export type Favourite = FavouritePlace & FavouriteTarget

interface FavouritePlace {
  /** of the item of the menu */
  id: string
  /** null outside of folders, which are all outside */
  folderId: string | null
  position: number
}

export type FavouriteTarget =
  /** `label`: its name when it was read; null where it is gone, or not for this role */
  | { kind: "record"; object: ObjectModel; recordId: string; label: string | null }
  | { kind: "view"; object: ObjectModel; view: Pick<ViewModel, "id" | "name"> }
  | { kind: "object"; object: ObjectModel }
  | { kind: "link"; name: string; link: string }
  | { kind: "folder"; name: string }

export interface Member {
  id: string
  name: string
  email: string
  locale: string | null
  /** System, Light or Dark */
  colorScheme: string
  timeZone: string | null
  dateFormat: string | null
  timeFormat: string | null
  numberFormat: string | null
  /** 0 is Sunday, 7 whatever the system says */
  calendarStartDay: number | null
}

export interface ObjectModel {
  id: string
  nameSingular: string
  namePlural: string
  labelSingular: string
  labelPlural: string
  icon: string | null
  isSystem: boolean
  /** what the role may do with records of it; reading it may, or the object would not be here */
  can: { create: boolean; update: boolean; delete: boolean; restore: boolean; destroy: boolean }
  /** active fields that the role may read */
  fields: readonly FieldModel[]
  byName: ReadonlyMap<string, FieldModel>
  byId: ReadonlyMap<string, FieldModel>
  /** undefined where the role may not read what names a record */
  labelField: FieldModel | undefined
  /** fields of which one group alike makes two records look the same */
  duplicateFields: readonly FieldModel[]
  views: readonly ViewModel[]
}

export interface FieldModel {
  id: string
  name: string
  type: FieldTypeName
  label: string
  object: ObjectModel
  isSystem: boolean
  isNullable: boolean
  /** of a record for which nobody says otherwise, as metadata spells it: texts in quotes of their own */
  defaultValue: unknown
  /** does its value tell records apart? */
  isUnique: boolean
  /** may this role write it, here? */
  canEdit: boolean
  /** and in a new record? */
  canFill: boolean
  /** is it kept from this role, while others may write it? */
  isLocked: boolean
  options: readonly Option[]
  settings: Readonly<Record<string, unknown>>
  relation: RelationModel | null
  /** of a morph relation */
  targets: readonly ObjectModel[]
}

export interface RelationModel {
  kind: "MANY_TO_ONE" | "ONE_TO_MANY"
  target: ObjectModel
  /** of the field at the other side; see relation-ends.ts */
  inverseId: string
}

export interface ViewModel {
  id: string
  name: string
  type: "TABLE" | "KANBAN" | "CALENDAR" | string
  key: string | null
  icon: string
  /** does nobody else see it? */
  isPersonal: boolean
  /** of all fields that it says something about, in its order */
  columns: readonly ViewColumn[]
  filters: readonly ViewFilter[]
  filterGroups: readonly ViewFilterGroup[]
  /** what it looks for in any field */
  search: string
  sorts: readonly { id: string; field: FieldModel; isDescending: boolean }[]
  groupBy: FieldModel | undefined
  /** of dates that it groups by; null for months */
  groupUnit: string | null
  /** of a board: what stands over each column, beside how many there are */
  boardTotal: { operation: string; field: FieldModel } | undefined
}

export interface ViewColumn {
  /** of the part of the view */
  id: string
  field: FieldModel
  isVisible: boolean
  /** pixels; 0 for the usual width */
  width: number
  /** such as SUM, shown below the column */
  aggregate: string | null
}

/** As on the wire. The field may be gone, or hidden from the role. */
export interface ViewFilter {
  id: string
  fieldMetadataId: string
  operand: string
  value: unknown
  subFieldName: string | null
  viewFilterGroupId: string | null
}

export interface ViewFilterGroup {
  id: string
  parentViewFilterGroupId: string | null
  logicalOperator: "AND" | "OR" | "NOT"
}

// --- the wire ---------------------------------------------------------------------------------------------------------

export interface WorkspaceAnswer {
  currentUser: {
    email: string
    userVars: Record<string, unknown> | null
    workspaceMember: Omit<Member, "name" | "email"> & {
      /** named after the object of which a member is a record */
      __typename: string
      name: { firstName: string; lastName: string }
      avatarUrl: string | null
    }
    currentWorkspace: { id: string; displayName: string | null; logo: string | null }
    currentUserWorkspace: {
      id: string
      permissionFlags: string[] | null
      objectsPermissions: ObjectPermission[] | null
    }
    availableWorkspaces: {
      availableWorkspacesForSignIn: { id: string; displayName: string | null }[]
    }
  }
  objects: { edges: { node: WireObject }[] }
  getViews: WireView[]
  navigationMenuItems: WireItem[]
}

interface WireItem {
  id: string
  type: string
  name: string | null
  link: string | null
  folderId: string | null
  targetRecordId: string | null
  targetRecordIdentifier: { labelIdentifier: string } | null
  targetObjectMetadataId: string | null
  viewId: string | null
  position: number
  userWorkspaceId: string | null
}

interface ObjectPermission {
  objectMetadataId: string
  canReadObjectRecords: boolean | null
  /** null: like updating */
  canCreateObjectRecords: boolean | null
  canUpdateObjectRecords: boolean | null
  canSoftDeleteObjectRecords: boolean | null
  /** null: like deleting */
  canRestoreObjectRecords: boolean | null
  canDestroyObjectRecords: boolean | null
  restrictedFields: Record<string, { canRead?: boolean | null; canUpdate?: boolean | null }> | null
}

interface WireObject {
  id: string
  nameSingular: string
  namePlural: string
  labelSingular: string
  labelPlural: string
  icon: string | null
  isActive: boolean
  isSystem: boolean
  isUIReadOnly: boolean
  labelIdentifierFieldMetadataId: string | null
  duplicateCriteria: string[][] | null
  fieldsList: WireField[]
}

interface WireField {
  id: string
  name: string
  type: FieldTypeName
  label: string
  isActive: boolean | null
  isSystem: boolean | null
  isNullable: boolean | null
  isUnique: boolean | null
  isUIReadOnly: boolean | null
  options: Option[] | null
  settings: Record<string, unknown> | null
  defaultValue: unknown
  relation: {
    type: "MANY_TO_ONE" | "ONE_TO_MANY"
    targetObjectMetadata: { id: string }
    targetFieldMetadata: { id: string }
  } | null
  morphRelations: { targetObjectMetadata: { id: string } }[] | null
}

interface WireView {
  id: string
  name: string
  type: string
  key: string | null
  icon: string
  visibility: "WORKSPACE" | "UNLISTED"
  objectMetadataId: string
  position: number
  anyFieldFilterValue: string | null
  mainGroupByFieldMetadataId: string | null
  mainGroupByGranularity: string | null
  kanbanAggregateOperation: string | null
  kanbanAggregateOperationFieldMetadataId: string | null
  viewFields: {
    id: string
    fieldMetadataId: string
    isVisible: boolean
    size: number
    position: number
    aggregateOperation: string | null
  }[]
  viewFilters: ViewFilter[]
  viewFilterGroups: ViewFilterGroup[]
  viewSorts: { id: string; fieldMetadataId: string; direction: "ASC" | "DESC" }[]
}

// --- compiling --------------------------------------------------------------------------------------------------------

type Draft<T> = { -readonly [K in keyof T]: T[K] }

export function compileWorkspace(answer: WorkspaceAnswer): WorkspaceModel {
  const { currentUser } = answer
  const wire = answer.objects.edges.map((edge) => edge.node).filter((object) => object.isActive)
  const rights = new Map(
    (currentUser.currentUserWorkspace.objectsPermissions ?? []).map((each) => [each.objectMetadataId, each]),
  )
  const readable = wire.filter((object) => rights.get(object.id)?.canReadObjectRecords === true)
  const drafts = new Map(readable.map((object) => [object.id, draftObject(object, rights.get(object.id)!)]))
  for (const object of readable) addFields(drafts, object, rights.get(object.id)!)
  for (const view of answer.getViews.toSorted((a, b) => a.position - b.position)) addView(drafts, view)
  const objects = inMenuOrder([...drafts.values()], answer)
  const hidden = wire.filter((each) => !drafts.has(each.id))
  return {
    workspace: { id: currentUser.currentWorkspace.id, name: currentUser.currentWorkspace.displayName ?? "" },
    member: memberOf(currentUser),
    userWorkspaceId: currentUser.currentUserWorkspace.id,
    favourites: favouritesOf(answer, drafts),
    permissions: new Set(currentUser.currentUserWorkspace.permissionFlags ?? []),
    variables: currentUser.userVars ?? {},
    objects,
    byPlural: new Map(objects.map((object) => [object.namePlural, object])),
    bySingular: new Map(objects.map((object) => [object.nameSingular, object])),
    byId: drafts,
    memberObject: objects.find((object) => objectTypeName(object) === currentUser.workspaceMember.__typename),
    hiddenPlurals: new Map(hidden.map((each) => [each.namePlural, each.labelPlural])),
    hiddenSingulars: new Map(hidden.map((each) => [each.nameSingular, each.labelPlural])),
    otherWorkspaces: currentUser.availableWorkspaces.availableWorkspacesForSignIn
      .filter(({ id }) => id !== currentUser.currentWorkspace.id)
      .map(({ id, displayName }) => ({ id, name: displayName ?? "" })),
  }
}

function draftObject(object: WireObject, right: ObjectPermission): Draft<ObjectModel> {
  const { id, nameSingular, namePlural, labelSingular, labelPlural, icon, isSystem } = object
  const names = { id, nameSingular, namePlural, labelSingular, labelPlural, icon, isSystem }
  return {
    ...names,
    can: rightsOf(object, right),
    fields: [],
    byName: new Map(),
    byId: new Map(),
    labelField: undefined,
    duplicateFields: [],
    views: [],
  }
}

function rightsOf({ isUIReadOnly }: WireObject, right: ObjectPermission): ObjectModel["can"] {
  const may = (flag: boolean | null) => flag === true && !isUIReadOnly
  const { canUpdateObjectRecords: update, canSoftDeleteObjectRecords: remove } = right
  return {
    create: may(right.canCreateObjectRecords ?? update),
    update: may(update),
    delete: may(remove),
    restore: may(right.canRestoreObjectRecords ?? remove),
    destroy: may(right.canDestroyObjectRecords),
  }
}

/** What holds days is shown and asked for as such: as an instant it would be another day in half of the world. */
const typeOf = ({ type, settings }: WireObject["fieldsList"][number]): FieldTypeName =>
  type === "DATE_TIME" && settings?.precision === "DAY" ? "DATE" : type

function addFields(drafts: Map<string, Draft<ObjectModel>>, wire: WireObject, right: ObjectPermission): void {
  const object = drafts.get(wire.id)!
  const fields = wire.fieldsList.flatMap((field): FieldModel[] => {
    const restriction = right.restrictedFields?.[field.id]
    if (field.isActive === false || restriction?.canRead === false) return []
    const target = field.relation && drafts.get(field.relation.targetObjectMetadata.id)
    // What it leads to is not for this role.
    if (field.relation && !target) return []
    const { id, name, label } = field
    const isOpen = restriction?.canUpdate !== false && field.isUIReadOnly !== true
    return [
      {
        id,
        name,
        type: typeOf(field),
        label,
        object,
        canEdit: object.can.update && isOpen,
        isLocked: restriction?.canUpdate === false && field.isUIReadOnly !== true,
        canFill: object.can.create && isOpen,
        isSystem: field.isSystem === true,
        isNullable: field.isNullable !== false,
        isUnique: field.isUnique === true,
        options: (field.options ?? []).toSorted((a, b) => a.position - b.position),
        settings: field.settings ?? {},
        defaultValue: field.defaultValue,
        relation:
          field.relation && target
            ? { kind: field.relation.type, target, inverseId: field.relation.targetFieldMetadata.id }
            : null,
        targets: (field.morphRelations ?? []).flatMap((each) => drafts.get(each.targetObjectMetadata.id) ?? []),
      },
    ]
  })
  object.fields = fields
  object.byName = new Map(fields.map((field) => [field.name, field]))
  object.byId = new Map(fields.map((field) => [field.id, field]))
  object.labelField = object.byId.get(wire.labelIdentifierFieldMetadataId ?? "")
  // Criteria name subfields as well: emailsPrimaryEmail is of emails.
  const criteria = (wire.duplicateCriteria ?? []).flat()
  object.duplicateFields = fields.filter(({ name }) => criteria.some((each) => isNameIn(name, each)))
}

const isNameIn = (name: string, criterion: string) =>
  criterion === name || (criterion.startsWith(name) && /^[A-Z]/.test(criterion.slice(name.length)))

function addView(drafts: Map<string, Draft<ObjectModel>>, view: WireView): void {
  const object = drafts.get(view.objectMetadataId)
  if (!object) return
  const { byId } = object
  const { id, name, type, key, icon } = view
  const columns = view.viewFields
    .toSorted((a, b) => a.position - b.position)
    .flatMap(({ id: part, fieldMetadataId, isVisible, size, aggregateOperation }) => {
      const field = byId.get(fieldMetadataId)
      return field ? [{ id: part, field, isVisible, width: size, aggregate: aggregateOperation }] : []
    })
  const totalled = byId.get(view.kanbanAggregateOperationFieldMetadataId ?? "")
  const operation = view.kanbanAggregateOperation
  object.views = [
    ...object.views,
    {
      id,
      type,
      key,
      icon,
      columns,
      name: name.replace("{objectLabelPlural}", object.labelPlural),
      isPersonal: view.visibility === "UNLISTED",
      filters: view.viewFilters,
      filterGroups: view.viewFilterGroups,
      search: view.anyFieldFilterValue ?? "",
      sorts: view.viewSorts.flatMap(({ id: part, fieldMetadataId, direction }) => {
        const field = byId.get(fieldMetadataId)
        return field ? [{ id: part, field, isDescending: direction === "DESC" }] : []
      }),
      groupBy: byId.get(view.mainGroupByFieldMetadataId ?? ""),
      groupUnit: view.mainGroupByGranularity,
      boardTotal: totalled && operation ? { operation, field: totalled } : undefined,
    },
  ]
}

/** What leads to a view or an object that is gone, or not for this role, is left out. */
function favouritesOf(
  { navigationMenuItems }: WorkspaceAnswer,
  objects: ReadonlyMap<string, ObjectModel>,
): Favourite[] {
  const own = navigationMenuItems.filter((item) => item.userWorkspaceId !== null)
  const folders = new Set(own.filter(({ type }) => type === "FOLDER").map(({ id }) => id))
  return own
    .toSorted((a, b) => a.position - b.position)
    .flatMap((item) => {
      const { id, position, folderId } = item
      const target = targetOf(item, objects)
      return target ? [{ id, position, folderId: folders.has(folderId ?? "") ? folderId : null, ...target }] : []
    })
}

function targetOf(item: WireItem, objects: ReadonlyMap<string, ObjectModel>): FavouriteTarget | undefined {
  const { type, targetRecordId, targetRecordIdentifier, viewId, link } = item
  const name = item.name ?? ""
  if (type === "FOLDER") return { kind: "folder", name }
  if (type === "LINK") return link === null ? undefined : { kind: "link", name: name || link, link }
  if (type === "VIEW") {
    const views = [...objects.values()].flatMap((object) => object.views.map((view) => ({ object, view })))
    const found = views.find(({ view }) => view.id === viewId)
    return found && { kind: "view", ...found }
  }
  const object = objects.get(item.targetObjectMetadataId ?? "")
  if (!object) return undefined
  if (type === "OBJECT") return { kind: "object", object }
  if (type !== "RECORD" || targetRecordId === null) return undefined
  return { kind: "record", object, recordId: targetRecordId, label: targetRecordIdentifier?.labelIdentifier ?? null }
}

/** As the workspace has put them in its menu, then by their label. */
function inMenuOrder(objects: ObjectModel[], { navigationMenuItems, getViews }: WorkspaceAnswer): ObjectModel[] {
  const objectOfView = new Map(getViews.map((view) => [view.id, view.objectMetadataId]))
  const places = navigationMenuItems
    .filter((item) => item.userWorkspaceId === null)
    .toSorted((a, b) => a.position - b.position)
    .map((item) => item.targetObjectMetadataId ?? objectOfView.get(item.viewId ?? ""))
  const place = ({ id }: ObjectModel) => (places.includes(id) ? places.indexOf(id) : places.length)
  return objects.toSorted(
    (a, b) =>
      Number(a.isSystem) - Number(b.isSystem) || place(a) - place(b) || a.labelPlural.localeCompare(b.labelPlural),
  )
}

function memberOf({ email, workspaceMember }: WorkspaceAnswer["currentUser"]): Member {
  const { name, __typename: _, ...rest } = workspaceMember
  return { ...rest, email, name: `${name.firstName} ${name.lastName}`.trim() || email }
}
