/** API keys on `/metadata`. */
import { and, eq } from "drizzle-orm"
import {
  createApiKey,
  createApiKeyToken,
  getApiKey,
  listApiKeys,
  revokeApiKey,
  updateApiKey,
  type ApiKey,
  type ApiKeyInput,
} from "../../accounts/api-keys.ts"
import type { Services } from "../../accounts/services.ts"
import { core } from "../../db/core.ts"
import { role } from "../../db/core-tables.ts"
import { currentPrincipal, type MetadataRequest } from "./request.ts"

export function keyResolvers(request: MetadataRequest) {
  const { services } = request
  const present = (key: ApiKey) => presentKey(services, key)
  return {
    async apiKeys() {
      return (await listApiKeys(services, await currentPrincipal(request))).map(present)
    },
    async apiKey({ input }: { input: { id: string } }) {
      return present(await getApiKey(services, await currentPrincipal(request), input.id))
    },
    async createApiKey({ input }: { input: ApiKeyInput }) {
      return present(await createApiKey(services, await currentPrincipal(request), input))
    },
    async generateApiKeyToken({ apiKeyId, expiresAt }: { apiKeyId: string; expiresAt: string }) {
      const { token } = await createApiKeyToken(services, await currentPrincipal(request), apiKeyId, expiresAt)
      return { token }
    },
    async updateApiKey({ input: { id, ...update } }: { input: { id: string } & Partial<ApiKeyInput> }) {
      return present(await updateApiKey(services, await currentPrincipal(request), id, update))
    },
    async revokeApiKey({ input }: { input: { id: string } }) {
      return present(await revokeApiKey(services, await currentPrincipal(request), input.id))
    },
  }
}

function presentKey(services: Services, key: ApiKey) {
  return {
    ...key,
    async role() {
      const [row] = await core(services.db)
        .select()
        .from(role)
        .where(and(eq(role.id, key.roleId), eq(role.workspaceId, key.workspaceId)))
      return row
    },
  }
}
