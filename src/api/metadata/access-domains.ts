/** Approved access domains on `/metadata`. */
import {
  createApprovedDomain,
  deleteApprovedDomain,
  listApprovedDomains,
  validateApprovedDomain,
} from "../../accounts/approved-domains.ts"
import { currentPrincipal, type MetadataRequest } from "./request.ts"

export function accessDomainResolvers(request: MetadataRequest) {
  const { services } = request
  return {
    async getApprovedAccessDomains() {
      return listApprovedDomains(services, await currentPrincipal(request))
    },
    async createApprovedAccessDomain({ input }: { input: { domain: string; email: string } }) {
      return createApprovedDomain(services, await currentPrincipal(request), input)
    },
    async validateApprovedAccessDomain({
      input,
    }: {
      input: { approvedAccessDomainId: string; validationToken: string }
    }) {
      return validateApprovedDomain(services, await currentPrincipal(request), input)
    },
    async deleteApprovedAccessDomain({ input }: { input: { id: string } }) {
      await deleteApprovedDomain(services, await currentPrincipal(request), input.id)
      return true
    },
  }
}
