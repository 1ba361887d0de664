/** Uploading in the OpenAPI document of records. */
import type { Json } from "../../../metadata/schema.ts"
import { jsonContent, objectOf, parameter, ref } from "./document.ts"

const uploaded = objectOf({
  id: { type: "string", format: "uuid", description: "Write it into a FILES field: [{ fileId, label }]" },
  path: { type: "string" },
  size: { type: "integer", description: "Bytes" },
  createdAt: { type: "string", format: "date-time" },
  url: { type: "string", format: "uri", description: "Open to whoever has it, for a day" },
})

const form = objectOf({
  file: { type: "string", format: "binary" },
  fieldMetadataId: { type: "string", format: "uuid" },
})

export function filesPath(): Json {
  return {
    post: {
      operationId: "uploadFile",
      tags: ["General"],
      summary: "Upload a file",
      description:
        "As a form, or as the bytes themselves with their name in the query. Unless a record takes it, it goes after a day.",
      parameters: [
        parameter(
          "filename",
          "query",
          "Name of the file, where the body is its bytes",
          { type: "string" },
          "report.pdf",
        ),
        parameter("fieldMetadataId", "query", "The FILES field that it is for", { type: "string", format: "uuid" }),
      ],
      requestBody: {
        required: true,
        content: {
          "multipart/form-data": { schema: { ...form, required: ["file"] } },
          "application/octet-stream": { schema: { type: "string", format: "binary" } },
        },
      },
      responses: {
        "201": { description: "Successful operation", content: jsonContent(uploaded) },
        "400": ref("responses", "400"),
        "401": ref("responses", "401"),
      },
    },
  }
}
