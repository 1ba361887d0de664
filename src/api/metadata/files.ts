/** Uploads on `/metadata`. */
import { updateWorkspace } from "../../accounts/workspace-settings.ts"
import { requirePermission } from "../../auth/principal.ts"
import { badInput } from "../../errors.ts"
import type { FileFolder } from "../../files/folders.ts"
import { announceFile, completedFile, uploadFile, type StoredFile } from "../../files/upload.ts"
import { unknownType } from "../../files/sniff.ts"
import { presentFile } from "../present-file.ts"
import { openCurrent, type MetadataRequest } from "./request.ts"

interface UploadArguments {
  file: string
  fileFolder?: FileFolder | null
}

interface AnnounceArguments {
  filename: string
  size: number
  fileFolder: FileFolder
  fieldMetadataId?: string | null
  fieldMetadataUniversalIdentifier?: string | null
}

export function fileResolvers(request: MetadataRequest) {
  const { services } = request
  const upload = async (mark: string, folder: FileFolder, field: string | null) => {
    const given = givenFile(request, mark)
    const workspace = await openCurrent(request)
    const details = { name: given.name, folder, field, size: given.size }
    return { workspace, stored: await uploadFile(services, workspace, details, given.stream()) }
  }
  const uploaded = async (mark: string, folder: FileFolder, field: string | null = null) => {
    const { workspace, stored } = await upload(mark, folder, field)
    return presentFile(services, workspace, stored)
  }
  const legacy = async ({ file, fileFolder }: UploadArguments) => {
    const { workspace, stored } = await upload(file, fileFolder ?? "File", null)
    const { path, url } = await presentFile(services, workspace, stored)
    return { path, token: new URL(url).searchParams.get("token") }
  }
  return {
    uploadFilesFieldFile: ({ file, fieldMetadataId }: UploadArguments & { fieldMetadataId: string }) =>
      uploaded(file, "FilesField", fieldMetadataId),
    uploadFilesFieldFileByUniversalIdentifier: (args: UploadArguments & { fieldMetadataUniversalIdentifier: string }) =>
      uploaded(args.file, "FilesField", args.fieldMetadataUniversalIdentifier),
    async uploadWorkspaceLogo({ file }: UploadArguments) {
      requirePermission((await openCurrent(request)).principal, "WORKSPACE")
      const { workspace, stored } = await upload(file, "CorePicture", null)
      const shown = await presentFile(services, workspace, stored)
      await updateWorkspace(services, workspace.principal, { logo: shown.path })
      return shown
    },
    uploadWorkspaceMemberProfilePicture: ({ file }: UploadArguments) => uploaded(file, "CorePicture"),
    uploadWorkflowFile: ({ file }: UploadArguments) => uploaded(file, "Workflow"),
    uploadAiChatFile: ({ file }: UploadArguments) => uploaded(file, "AgentChat"),
    uploadEmailAttachmentFile: ({ file }: UploadArguments) => uploaded(file, "EmailAttachment"),
    uploadFile: legacy,
    uploadImage: legacy,
    uploadFileWithoutSelection: async (args: UploadArguments) => (await legacy(args)).path,
    uploadImageWithoutSelection: async (args: UploadArguments) => [(await legacy(args)).path],
    createFileUpload: (args: AnnounceArguments) => announce(request, args),
    async completeFileUpload({ fileId }: { fileId: string }) {
      const workspace = await openCurrent(request)
      return presentFile(services, workspace, await completedFile(services, workspace, fileId))
    },
  }
}

function givenFile({ uploads }: MetadataRequest, mark: string): File {
  const given = uploads?.get(mark)
  if (given) return given
  throw badInput("The file is missing; send a multipart request whose map names it (GraphQL multipart request spec)")
}

async function announce(request: MetadataRequest, args: AnnounceArguments) {
  const { services } = request
  const workspace = await openCurrent(request)
  const field = args.fieldMetadataId ?? args.fieldMetadataUniversalIdentifier ?? null
  const details = { name: args.filename, folder: args.fileFolder, field, size: args.size }
  const { id: fileId }: StoredFile = await announceFile(services, workspace, details)
  return {
    fileId,
    ...(await services.fileUrls.uploadUrl(workspace.principal, fileId)),
    contentType: unknownType,
  }
}
