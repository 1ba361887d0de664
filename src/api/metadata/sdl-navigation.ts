/** The menu in the schema of `/metadata`. */
import { navigationTypes } from "../../metadata/navigation.ts"

export const navigationSdl = /* GraphQL */ `
  enum NavigationMenuItemType { ${navigationTypes.join(" ")} }

  type NavigationMenuItem {
    id: UUID!
    "whose it is; null for everybody's"
    userWorkspaceId: UUID
    targetRecordId: UUID
    targetObjectMetadataId: UUID
    viewId: UUID
    type: NavigationMenuItemType!
    name: String
    link: String
    icon: String
    color: String
    folderId: UUID
    pageLayoutId: UUID
    position: Float!
    applicationId: UUID
    createdAt: DateTime!
    updatedAt: DateTime!
    "what names the record; null when it is gone, or not for you to read"
    targetRecordIdentifier: RecordIdentifier
  }
  type RecordIdentifier { id: UUID!, labelIdentifier: String!, imageIdentifier: String }

  input CreateNavigationMenuItemInput {
    id: UUID
    userWorkspaceId: UUID
    targetRecordId: UUID
    targetObjectMetadataId: UUID
    viewId: UUID
    type: NavigationMenuItemType!
    name: String
    link: String
    icon: String
    color: String
    folderId: UUID
    pageLayoutId: UUID
    position: Float
  }
  input UpdateNavigationMenuItemInput {
    folderId: UUID
    position: Float
    name: String
    link: String
    icon: String
    color: String
    pageLayoutId: UUID
  }
  input UpdateOneNavigationMenuItemInput { id: UUID!, update: UpdateNavigationMenuItemInput! }

  extend type Query {
    navigationMenuItems: [NavigationMenuItem!]!
    navigationMenuItem(id: UUID!): NavigationMenuItem
  }
  extend type Mutation {
    createNavigationMenuItem(input: CreateNavigationMenuItemInput!): NavigationMenuItem!
    createManyNavigationMenuItems(inputs: [CreateNavigationMenuItemInput!]!): [NavigationMenuItem!]!
    updateNavigationMenuItem(input: UpdateOneNavigationMenuItemInput!): NavigationMenuItem!
    updateManyNavigationMenuItems(inputs: [UpdateOneNavigationMenuItemInput!]!): [NavigationMenuItem!]!
    deleteNavigationMenuItem(id: UUID!): NavigationMenuItem!
    deleteManyNavigationMenuItems(ids: [UUID!]!): [NavigationMenuItem!]!
  }
`
