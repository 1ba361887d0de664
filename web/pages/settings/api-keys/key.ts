/** A key is made first, and then the token by which it is used, which is told this once. */
import type { Answer } from "../../../api/send.ts"
import { change } from "../answered.ts"

export interface ApiKey {
  id: string
  name: string
  expiresAt: string
  revokedAt: string | null
  lastUsedAt: string | null
  role: { id: string; label: string }
}

export const revoke = `mutation ($id: UUID!) { revokeApiKey(input: { id: $id }) { id } }`

/** @returns the token */
export async function issueKey(input: { name: string; roleId: string; expiresAt: string }): Promise<Answer<string>> {
  const made = await change<{ createApiKey: { id: string } }>(
    `mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { id } }`,
    { input },
  )
  if (made.error) return made
  const { data, error } = await change<{ generateApiKeyToken: { token: string } }>(
    `mutation ($id: UUID!, $expiresAt: String!) { generateApiKeyToken(apiKeyId: $id, expiresAt: $expiresAt) { token } }`,
    { id: made.data.createApiKey.id, expiresAt: input.expiresAt },
  )
  return error ? { data: null, error } : { data: data.generateApiKeyToken.token, error: null }
}
