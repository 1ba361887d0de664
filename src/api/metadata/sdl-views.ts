/** Views in the schema of `/metadata`, each operation also under its name before 2026 (`getCoreViews`). */
import { aggregateOperations, viewFilterOperands, viewTypes } from "../../metadata/view-columns.ts"

const types = /* GraphQL */ `
  enum AggregateOperations { ${aggregateOperations.join(" ")} }
  enum ViewCalendarLayout { DAY WEEK MONTH }
  enum ViewGroupGranularity { DAY WEEK MONTH QUARTER YEAR }
  enum ViewFilterGroupLogicalOperator { AND OR NOT }
  enum ViewFilterOperand { ${viewFilterOperands.join(" ")} }
  enum ViewKey { INDEX }
  enum ViewOpenRecordIn { SIDE_PANEL RECORD_PAGE }
  enum ViewSortDirection { ASC DESC }
  enum ViewType { ${viewTypes.join(" ")} }
  enum ViewVisibility { WORKSPACE UNLISTED }

  type View {
    id: UUID!
    name: String!
    objectMetadataId: UUID!
    type: ViewType!
    key: ViewKey
    icon: String!
    position: Float!
    isCompact: Boolean!
    isCustom: Boolean!
    isActive: Boolean!
    openRecordIn: ViewOpenRecordIn!
    kanbanAggregateOperation: AggregateOperations
    kanbanAggregateOperationFieldMetadataId: UUID
    mainGroupByFieldMetadataId: UUID
    "of a date by which a table is grouped; a month where nothing is said"
    mainGroupByGranularity: ViewGroupGranularity
    "its name before 2026"
    kanbanFieldMetadataId: UUID
    shouldHideEmptyGroups: Boolean!
    kanbanColumnWidth: Int
    calendarFieldMetadataId: UUID
    calendarLayout: ViewCalendarLayout
    anyFieldFilterValue: String
    visibility: ViewVisibility!
    createdByUserWorkspaceId: UUID
    workspaceId: UUID!
    createdAt: DateTime!
    updatedAt: DateTime!
    deletedAt: DateTime
    viewFields: [ViewField!]!
    viewFilters: [ViewFilter!]!
    viewFilterGroups: [ViewFilterGroup!]!
    viewSorts: [ViewSort!]!
    viewGroups: [ViewGroup!]!
    viewFieldGroups: [ViewFieldGroup!]!
  }
  type ViewField {
    id: UUID!
    fieldMetadataId: UUID!
    viewId: UUID!
    isVisible: Boolean!
    size: Float!
    position: Float!
    aggregateOperation: AggregateOperations
    viewFieldGroupId: UUID
    isActive: Boolean!
    isOverridden: Boolean
    workspaceId: UUID!
    createdAt: DateTime!
    updatedAt: DateTime!
    deletedAt: DateTime
  }
  type ViewFilter {
    id: UUID!
    fieldMetadataId: UUID!
    viewId: UUID!
    operand: ViewFilterOperand!
    value: JSON!
    viewFilterGroupId: UUID
    positionInViewFilterGroup: Float
    subFieldName: String
    relationTargetFieldMetadataId: UUID
    workspaceId: UUID!
    createdAt: DateTime!
    updatedAt: DateTime!
    deletedAt: DateTime
  }
  type ViewFilterGroup {
    id: UUID!
    viewId: UUID!
    parentViewFilterGroupId: UUID
    logicalOperator: ViewFilterGroupLogicalOperator!
    positionInViewFilterGroup: Float
    workspaceId: UUID!
    createdAt: DateTime!
    updatedAt: DateTime!
    deletedAt: DateTime
  }
  type ViewSort {
    id: UUID!
    fieldMetadataId: UUID!
    viewId: UUID!
    direction: ViewSortDirection!
    subFieldName: String
    workspaceId: UUID!
    createdAt: DateTime!
    updatedAt: DateTime!
    deletedAt: DateTime
  }
  type ViewGroup {
    id: UUID!
    viewId: UUID!
    fieldValue: String!
    isVisible: Boolean!
    position: Float!
    workspaceId: UUID!
    createdAt: DateTime!
    updatedAt: DateTime!
    deletedAt: DateTime
  }
  type ViewFieldGroup {
    id: UUID!
    viewId: UUID!
    name: String!
    position: Float!
    isVisible: Boolean!
    isActive: Boolean!
    isOverridden: Boolean!
    viewFields: [ViewField!]!
    workspaceId: UUID!
    createdAt: DateTime!
    updatedAt: DateTime!
    deletedAt: DateTime
  }

  input CreateViewInput {
    id: UUID
    name: String!
    objectMetadataId: UUID!
    type: ViewType = TABLE
    key: ViewKey
    icon: String!
    position: Float = 0
    isCompact: Boolean = false
    shouldHideEmptyGroups: Boolean = false
    kanbanColumnWidth: Int
    openRecordIn: ViewOpenRecordIn = SIDE_PANEL
    kanbanAggregateOperation: AggregateOperations
    kanbanAggregateOperationFieldMetadataId: UUID
    anyFieldFilterValue: String
    calendarLayout: ViewCalendarLayout
    calendarFieldMetadataId: UUID
    mainGroupByFieldMetadataId: UUID
    mainGroupByGranularity: ViewGroupGranularity
    visibility: ViewVisibility
  }
  input UpdateViewInput {
    id: UUID
    name: String
    type: ViewType
    icon: String
    position: Float
    isCompact: Boolean
    shouldHideEmptyGroups: Boolean
    kanbanColumnWidth: Int
    openRecordIn: ViewOpenRecordIn
    kanbanAggregateOperation: AggregateOperations
    kanbanAggregateOperationFieldMetadataId: UUID
    anyFieldFilterValue: String
    calendarLayout: ViewCalendarLayout
    calendarFieldMetadataId: UUID
    mainGroupByFieldMetadataId: UUID
    mainGroupByGranularity: ViewGroupGranularity
    visibility: ViewVisibility
  }

  input CreateViewFieldInput {
    id: UUID
    fieldMetadataId: UUID!
    viewId: UUID!
    isVisible: Boolean = true
    size: Float = 0
    position: Float = 0
    aggregateOperation: AggregateOperations
    viewFieldGroupId: UUID
  }
  input UpdateViewFieldInputUpdates {
    isVisible: Boolean
    size: Float
    position: Float
    aggregateOperation: AggregateOperations
    viewFieldGroupId: UUID
  }
  input CreateViewFieldGroupInput {
    id: UUID
    name: String!
    viewId: UUID!
    position: Float = 0
    isVisible: Boolean = true
  }
  input UpdateViewFieldGroupInputUpdates {
    name: String
    position: Float
    isVisible: Boolean
    "to delete it, use deleteViewFieldGroup"
    deletedAt: String
  }
  input CreateViewFilterInput {
    id: UUID
    fieldMetadataId: UUID!
    operand: ViewFilterOperand
    value: JSON!
    viewFilterGroupId: UUID
    positionInViewFilterGroup: Float
    subFieldName: String
    relationTargetFieldMetadataId: UUID
    viewId: UUID!
  }
  input UpdateViewFilterInputUpdates {
    fieldMetadataId: UUID
    operand: ViewFilterOperand
    value: JSON
    viewFilterGroupId: UUID
    positionInViewFilterGroup: Float
    subFieldName: String
    relationTargetFieldMetadataId: UUID
  }
  input CreateViewFilterGroupInput {
    id: UUID
    parentViewFilterGroupId: UUID
    logicalOperator: ViewFilterGroupLogicalOperator = AND
    positionInViewFilterGroup: Float
    viewId: UUID!
  }
  input UpdateViewFilterGroupInput {
    id: UUID
    parentViewFilterGroupId: UUID
    logicalOperator: ViewFilterGroupLogicalOperator
    positionInViewFilterGroup: Float
    viewId: UUID
  }
  input CreateViewSortInput {
    id: UUID
    fieldMetadataId: UUID!
    direction: ViewSortDirection = ASC
    subFieldName: String
    viewId: UUID!
  }
  input UpdateViewSortInputUpdates {
    direction: ViewSortDirection
    subFieldName: String
  }
  input CreateViewGroupInput {
    id: UUID
    fieldMetadataId: UUID
    isVisible: Boolean = true
    fieldValue: String!
    position: Float = 0
    viewId: UUID!
  }
  input UpdateViewGroupInputUpdates {
    fieldMetadataId: UUID
    isVisible: Boolean
    fieldValue: String
    position: Float
  }
`

/** Inputs that name a part: `{id}` and `{id, update}`. */
const namedInputs = ["Field", "FieldGroup", "Filter", "Sort", "Group"].map(
  (part) => /* GraphQL */ `
    input UpdateView${part}Input { id: UUID!, update: UpdateView${part}InputUpdates! }
    input DeleteView${part}Input { id: UUID! }
    input DestroyView${part}Input { id: UUID! }
  `,
)

const queries = [
  "getViews(objectMetadataId: String, viewTypes: [ViewType!]): [View!]!",
  "getView(id: String!): View",
  ...["Field", "FieldGroup", "Filter", "FilterGroup", "Sort", "Group"].flatMap((part) => [
    `getView${part}s(viewId: String): [View${part}!]!`,
    `getView${part}(id: String!): View${part}`,
  ]),
]

const mutations = [
  "createView(input: CreateViewInput!): View!",
  "updateView(id: String!, input: UpdateViewInput!): View!",
  "deleteView(id: String!): Boolean!",
  "destroyView(id: String!): Boolean!",
  "createViewFilterGroup(input: CreateViewFilterGroupInput!): ViewFilterGroup!",
  "updateViewFilterGroup(id: String!, input: UpdateViewFilterGroupInput!): ViewFilterGroup!",
  "deleteViewFilterGroup(id: String!): Boolean!",
  "destroyViewFilterGroup(id: String!): Boolean!",
  ...["Field", "FieldGroup", "Filter", "Sort", "Group"].flatMap((part) => {
    const removed = part === "Sort" ? "Boolean" : `View${part}`
    return [
      `createView${part}(input: CreateView${part}Input!): View${part}!`,
      `updateView${part}(input: UpdateView${part}Input!): View${part}!`,
      `deleteView${part}(input: DeleteView${part}Input!): ${removed}!`,
      `destroyView${part}(input: DestroyView${part}Input!): ${removed}!`,
    ]
  }),
  "createManyViewFields(inputs: [CreateViewFieldInput!]!): [ViewField!]!",
  "createManyViewFieldGroups(inputs: [CreateViewFieldGroupInput!]!): [ViewFieldGroup!]!",
  "createManyViewGroups(inputs: [CreateViewGroupInput!]!): [ViewGroup!]!",
  "updateManyViewGroups(inputs: [UpdateViewGroupInput!]!): [ViewGroup!]!",
]

/** `getViews` → `getCoreViews`; null for what is no operation on views. */
export function formerName(name: string): string | null {
  return /^(get|create|createMany|update|updateMany|delete|destroy)View/.test(name)
    ? name.replace("View", "CoreView")
    : null
}

const withFormer = (operations: string[]) => [...operations, ...operations.map((each) => formerName(each)!)].join("\n")

export const viewsSdl = [
  types,
  ...namedInputs,
  `extend type Query {\n${withFormer(queries)}\n}`,
  `extend type Mutation {\n${withFormer(mutations)}\n}`,
].join("\n")
