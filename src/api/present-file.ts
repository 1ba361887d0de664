/** A stored file as every upload answers it. */
import type { Services } from "../accounts/services.ts"
import type { StoredFile } from "../files/upload.ts"
import type { Workspace } from "../records/workspace.ts"

export async function presentFile({ fileUrls }: Services, { principal, schema }: Workspace, stored: StoredFile) {
  const { id, folder, extension, size, fieldMetadataId } = stored
  const fields = schema.objects.flatMap((object) => object.fields)
  const field = fieldMetadataId && fields.find((each) => each.id === fieldMetadataId)
  const place = field ? `${folder}/${field.standardId ?? field.id}` : folder
  return {
    id,
    path: `${place}/${id}${extension}`,
    size,
    createdAt: new Date(stored.createdAt).toISOString(),
    url: await fileUrls.url(principal, folder, id),
  }
}
