/** Signing in step by step, by the front door. */
import { actAs, type GraphqlAnswer, type Member, type TestApp } from "./app.ts"

export interface Pair {
  accessToken: { token: string; expiresAt: string }
  refreshToken: { token: string; expiresAt: string }
}

export interface Entered {
  tokens: Pair
  recoveryCodes?: string[] | null
}

const pair = "tokens { accessToken { token expiresAt } refreshToken { token expiresAt } }"

/** The password of everybody in tests. */
const password = "correct horse"

export function signIns(request: TestApp["request"]) {
  const nobody = actAs(request, { userId: "", workspaceId: "", token: "" })
  const steps = {
    nobody,
    async loginToken(email: string): Promise<string> {
      const { data } = await nobody.metadata<{ getLoginTokenFromCredentials: { loginToken: { token: string } } }>(
        `mutation { getLoginTokenFromCredentials(email: "${email}", password: "${password}", origin: "http://localhost:3000") { loginToken { token } } }`,
      )
      return data.getLoginTokenFromCredentials.loginToken.token
    },
    trade: (loginToken: string) =>
      nobody.metadata<{ getAuthTokensFromLoginToken: Entered }>(
        `mutation { getAuthTokensFromLoginToken(loginToken: "${loginToken}", origin: "http://localhost:3000") { ${pair} } }`,
      ),
    withCode: (loginToken: string, otp: string) =>
      nobody.metadata<{ getAuthTokensFromOTP: Entered }>(
        `mutation { getAuthTokensFromOTP(loginToken: "${loginToken}", otp: "${otp}", origin: "http://localhost:3000") { ${pair} recoveryCodes } }`,
      ),
    renew: (refreshToken: string) =>
      nobody.metadata<{ renewToken: Entered }>(`mutation { renewToken(appToken: "${refreshToken}") { ${pair} } }`),
    /** Signs in whoever has no second factor. */
    async enter(email: string): Promise<Member & { tokens: Pair }> {
      const { data } = await steps.trade(await steps.loginToken(email))
      return asMember(request, data.getAuthTokensFromLoginToken.tokens)
    },
  }
  return steps
}

/** Whoever has these tokens. */
export function asMember(request: TestApp["request"], tokens: Pair): Member & { tokens: Pair } {
  const { token } = tokens.accessToken
  const { userId, workspaceId } = claimsOf(token) as { userId: string; workspaceId: string }
  return { ...actAs(request, { userId, workspaceId, token }), tokens }
}

export function claimsOf(token: string): Record<string, unknown> {
  return JSON.parse(atob(token.split(".")[1]!.replaceAll("-", "+").replaceAll("_", "/")))
}

export async function emailOf(member: Member): Promise<string> {
  const { data } = await member.metadata<{ currentUser: { email: string } }>("{ currentUser { email } }")
  return data.currentUser.email
}

export const subCode = ({ errors }: GraphqlAnswer<unknown>) => errors?.[0]?.extensions.subCode
export const code = ({ errors }: GraphqlAnswer<unknown>) => errors?.[0]?.extensions.code
