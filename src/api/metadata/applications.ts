/** Applications on `/metadata`. */
import {
  createApplication,
  createApplicationTokens,
  listApplications,
  renewApplicationTokens,
  revokeApplication,
} from "../../accounts/applications.ts"
import { currentPrincipal, type MetadataRequest } from "./request.ts"

export function applicationResolvers(request: MetadataRequest) {
  const { services } = request
  return {
    async findManyApplications() {
      return listApplications(services, await currentPrincipal(request))
    },
    async registerApplication({ input }: { input: { name: string; roleId: string } }) {
      return createApplication(services, await currentPrincipal(request), input)
    },
    async revokeApplication({ id }: { id: string }) {
      return revokeApplication(services, await currentPrincipal(request), id)
    },
    async generateApplicationToken({ applicationId }: { applicationId: string }) {
      return createApplicationTokens(services, await currentPrincipal(request), applicationId)
    },
    renewApplicationToken: ({ applicationRefreshToken }: { applicationRefreshToken: string }) =>
      renewApplicationTokens(services, applicationRefreshToken),
  }
}
