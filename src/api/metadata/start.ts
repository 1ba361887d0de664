/** Getting started, on `/metadata`: sample data, and what clients remember of a person. */
import { findSampleRecords } from "../../accounts/sample-records.ts"
import { updateVariables } from "../../accounts/user-variables.ts"
import { requirePermission } from "../../auth/principal.ts"
import { currentPrincipal, type MetadataRequest } from "./request.ts"

export function startResolvers(request: MetadataRequest) {
  const { services } = request
  const sampleData = async (workspaceId: string) => {
    const records = await findSampleRecords(services.db, workspaceId)
    return { recordCount: [...records.values()].reduce((total, ids) => total + ids.length, 0) }
  }
  /** Whoever may set the workspace up. What invents records is large, and seldom asked for. */
  const change = async (work: "addSampleData" | "removeSampleData") => {
    const principal = await currentPrincipal(request)
    requirePermission(principal, "WORKSPACE")
    const samples = await import("../../demo/sample.ts")
    await samples[work](services, principal.workspaceId)
    return sampleData(principal.workspaceId)
  }
  return {
    async sampleData() {
      return sampleData((await currentPrincipal(request)).workspaceId)
    },
    addSampleData: () => change("addSampleData"),
    removeSampleData: () => change("removeSampleData"),
    async updateUserVars({ update }: { update: unknown }) {
      return updateVariables(services, await currentPrincipal(request), update)
    },
  }
}
