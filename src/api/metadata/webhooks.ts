/** Webhooks on `/metadata`. */
import { createWebhook, deleteWebhook, findWebhook, listWebhooks, updateWebhook } from "../../accounts/webhooks.ts"
import type { Webhook, WebhookInput } from "../../accounts/webhooks.ts"
import { badInput } from "../../errors.ts"
import { customApplication } from "./present.ts"
import { currentPrincipal, type MetadataRequest } from "./request.ts"

/** The newer shape of arguments, and the older one that Zapier sends. */
interface IdArguments {
  id?: string | null
  input?: { id: string } | null
}

export function webhookResolvers(request: MetadataRequest) {
  const { services } = request
  const remove = async (args: IdArguments) => deleteWebhook(services, await currentPrincipal(request), idOf(args))
  return {
    async webhooks() {
      return (await listWebhooks(services, await currentPrincipal(request))).map(presentWebhook)
    },
    async webhook(args: IdArguments) {
      const found = await findWebhook(services, await currentPrincipal(request), idOf(args))
      return found && presentWebhook(found)
    },
    async createWebhook({ input }: { input: WebhookInput }) {
      return presentWebhook(await createWebhook(services, await currentPrincipal(request), input))
    },
    async updateWebhook({ input }: { input: { id: string; update: Partial<WebhookInput> } }) {
      return presentWebhook(await updateWebhook(services, await currentPrincipal(request), input.id, input.update))
    },
    async deleteWebhook(args: IdArguments) {
      return presentWebhook(await remove(args))
    },
    async deleteWebhookWithoutSelection(args: IdArguments) {
      return Boolean(await remove(args))
    },
  }
}

function idOf({ id, input }: IdArguments): string {
  const given = id ?? input?.id
  if (given) return given
  throw badInput("Name the webhook: (id: …) or (input: { id: … })")
}

export function presentWebhook(webhook: Webhook) {
  return { ...webhook, applicationId: customApplication }
}
