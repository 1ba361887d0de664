/** What somebody writes with a client that was generated from the OpenAPI document of the data model. */
import createClient from "openapi-fetch"
import type { paths } from "./metadata-document.ts"

export async function useMetadata(fetch: (request: Request) => Promise<Response>, token: string) {
  const client = createClient<paths>({
    baseUrl: "http://kith.test/rest/metadata",
    fetch,
    headers: { authorization: `Bearer ${token}` },
  })
  const created = await client.POST("/objects", {
    body: { nameSingular: "vehicle", namePlural: "vehicles", labelSingular: "Vehicle", labelPlural: "Vehicles" },
  })
  const objectMetadataId: string = created.data!.id!
  const field = await client.POST("/fields", {
    body: { objectMetadataId, type: "NUMBER", name: "wheels", label: "Wheels" },
  })
  const renamed = await client.PATCH("/fields/{id}", {
    params: { path: { id: field.data!.id! } },
    body: { label: "Number of wheels" },
  })
  const objects = await client.GET("/objects", { params: { query: { limit: 1000 } } })
  const own = objects.data!.data!.find((object) => object.id === objectMetadataId)
  const refused = await client.POST("/objects", {
    body: { nameSingular: "vehicle", namePlural: "vehicles", labelSingular: "Vehicle", labelPlural: "Vehicles" },
  })
  const removed = await client.DELETE("/objects/{id}", { params: { path: { id: objectMetadataId } } })
  return {
    statuses: [created.response.status, field.response.status, refused.response.status, removed.response.status],
    label: renamed.data!.label,
    fields: own?.fields?.some((each) => each.name === "wheels"),
  }
}
