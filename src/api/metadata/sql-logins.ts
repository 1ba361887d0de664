/** Direct SQL logins on `/metadata`. */
import {
  createSqlLogin,
  listSqlLogins,
  revokeSqlLogin,
  type SqlLogin,
  type SqlLoginInput,
} from "../../accounts/sql-logins.ts"
import { workspaceSchemaName } from "../../metadata/names.ts"
import { currentPrincipal, type MetadataRequest } from "./request.ts"

const notice =
  "This login stands above roles and row rules: whoever has it can read every record of this workspace, and with WRITE change it. What it writes is in the event log under its own name."

export function sqlLoginResolvers(request: MetadataRequest) {
  const { services } = request
  return {
    async sqlLogins() {
      return (await listSqlLogins(services, await currentPrincipal(request))).map(present)
    },
    async createSqlLogin({ input }: { input: SqlLoginInput }) {
      const principal = await currentPrincipal(request)
      const { login, password } = await createSqlLogin(services, principal, input)
      const { hostname, port, pathname } = new URL(services.config.databaseUrl)
      return {
        login: present(login),
        host: hostname,
        port: Number(port || 5432),
        database: decodeURIComponent(pathname.slice(1)),
        schema: workspaceSchemaName(principal.workspaceId),
        user: login.roleName,
        password,
        notice,
      }
    },
    async revokeSqlLogin({ id }: { id: string }) {
      return present(await revokeSqlLogin(services, await currentPrincipal(request), id))
    },
  }
}

function present(login: SqlLogin) {
  const isActive =
    login.revokedAt === null && login.endedAt === null && new Date(login.expiresAt).getTime() > Date.now()
  return { ...login, isActive }
}
