/** Webhooks in the schema of `/metadata`. */
export const webhooksSdl = /* GraphQL */ `
  type Webhook {
    id: UUID!
    targetUrl: String!
    operations: [String!]!
    description: String
    secret: String!
    applicationId: UUID!
    createdAt: DateTime!
    updatedAt: DateTime!
    deletedAt: DateTime
  }
  input CreateWebhookInput {
    id: UUID
    targetUrl: String!
    operations: [String!]!
    description: String
    secret: String
  }
  input UpdateWebhookInputUpdates {
    targetUrl: String
    operations: [String!]
    description: String
    secret: String
  }
  input UpdateWebhookInput {
    id: UUID!
    update: UpdateWebhookInputUpdates!
  }
  input WebhookIdInput {
    id: UUID!
  }

  extend type Query {
    webhooks: [Webhook!]!
    webhook(id: UUID, input: WebhookIdInput): Webhook
  }
  extend type Mutation {
    createWebhook(input: CreateWebhookInput!): Webhook!
    updateWebhook(input: UpdateWebhookInput!): Webhook!
    deleteWebhook(id: UUID, input: WebhookIdInput): Webhook!
    "what deleteWebhook is without a selection, as older clients send it"
    deleteWebhookWithoutSelection(id: UUID, input: WebhookIdInput): Boolean!
  }
`
