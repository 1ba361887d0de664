/** Files in the schema of `/metadata`. */
import { fileFolders } from "../../files/folders.ts"

export const filesSdl = /* GraphQL */ `
  "a file of a multipart request"
  scalar Upload
  enum FileFolder { ${Object.keys(fileFolders).join(" ")} }

  type FileWithSignedUrl {
    id: UUID!
    path: String!
    size: Float!
    createdAt: DateTime!
    url: String!
  }
  type SignedFile {
    path: String!
    token: String!
  }
  type FileUploadTarget {
    fileId: UUID!
    uploadUrl: String!
    contentType: String!
    expiresAt: DateTime!
  }

  extend type Mutation {
    uploadFilesFieldFile(file: Upload!, fieldMetadataId: String!): FileWithSignedUrl!
    uploadFilesFieldFileByUniversalIdentifier(file: Upload!, fieldMetadataUniversalIdentifier: String!): FileWithSignedUrl!
    uploadWorkspaceLogo(file: Upload!): FileWithSignedUrl!
    uploadWorkspaceMemberProfilePicture(file: Upload!): FileWithSignedUrl!
    uploadWorkflowFile(file: Upload!): FileWithSignedUrl!
    uploadAiChatFile(file: Upload!): FileWithSignedUrl!
    uploadEmailAttachmentFile(file: Upload!): FileWithSignedUrl!
    createFileUpload(
      filename: String!
      size: Float!
      fileFolder: FileFolder!
      fieldMetadataId: String
      fieldMetadataUniversalIdentifier: String
    ): FileUploadTarget!
    completeFileUpload(fileId: String!): FileWithSignedUrl!
    uploadFile(file: Upload!, fileFolder: FileFolder): SignedFile!
    uploadImage(file: Upload!, fileFolder: FileFolder): SignedFile!
    "what uploadFile and uploadImage are without a selection, as older clients send them: the path"
    uploadFileWithoutSelection(file: Upload!, fileFolder: FileFolder): String!
    uploadImageWithoutSelection(file: Upload!, fileFolder: FileFolder): [String!]!
  }
`
