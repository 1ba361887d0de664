/** What uploads are for, by the wire's name, and how addresses spell it. */
import { pictureFolders } from "../records/pictures.ts"

export const fileFolders = {
  FilesField: "files-field",
  Attachment: "attachment",
  File: "file",
  CorePicture: "core-picture",
  ProfilePicture: "profile-picture",
  PersonPicture: "person-picture",
  WorkspaceLogo: "workspace-logo",
  Workflow: "workflow",
  EmailAttachment: "email-attachment",
  AgentChat: "agent-chat",
} as const

export type FileFolder = keyof typeof fileFolders

/** Pictures of people and workspaces stand beside everything, so that every member may see them. */
export const isPictureFolder = (folder: string) => (pictureFolders as readonly string[]).includes(folder)
