import type { ObjectDefinition } from "../definition.ts"
import { boolean, manyToOne, readOnly, select, system, text } from "./fields.ts"

export const messageFolder: ObjectDefinition = {
  nameSingular: "messageFolder",
  namePlural: "messageFolders",
  labelSingular: "Message Folder",
  labelPlural: "Message Folders",
  description: "A folder or label of a mailbox",
  icon: "IconFolder",
  isSystem: true,
  isUICreatable: false,
  labelField: "name",
  fields: {
    isSynced: boolean("Synced", { icon: "IconRefresh", isNullable: false, defaultValue: false }),
    ...readOnly({
      name: text("Name", { icon: "IconFolder" }),
      externalId: text("External id", { description: "The provider's id", icon: "IconHash" }),
      parentFolderId: text("Parent folder id", { description: "The provider's id", icon: "IconHash" }),
      isSentFolder: boolean("Sent folder", { icon: "IconSend", isNullable: false, defaultValue: false }),
      messageChannel: manyToOne("Message channel", {
        icon: "IconInbox",
        isNullable: false,
        to: "messageChannel",
        inverse: ["messageFolders", "Message folders", "IconFolder"],
        isInverseUIEditable: false,
        onDelete: "CASCADE",
      }),
    }),
    ...system({
      syncCursor: text("Sync cursor", { description: "Where the next sync goes on", icon: "IconHistory" }),
      pendingSyncAction: select(
        "Pending sync action",
        [
          ["FOLDER_DELETION", "Folder deletion", "red"],
          ["FOLDER_IMPORT", "Folder import", "green"],
          ["NONE", "None", "gray"],
        ],
        { icon: "IconRefresh", isNullable: false, defaultValue: "'NONE'" },
      ),
    }),
  },
}
