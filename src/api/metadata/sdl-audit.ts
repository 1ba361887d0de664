/** The audit log in the schema of `/metadata`. */
export const auditSdl = /* GraphQL */ `
  type AuditLog {
    id: UUID!
    at: String!
    "such as apiKey.revoked; docs/audit-log.md lists them"
    event: String!
    "user, apiKey, system or nobody"
    actorKind: String!
    actorId: UUID
    actorName: String
    actorEmail: String
    targetKind: String
    targetId: UUID
    targetName: String
    details: JSON
    ipAddress: String
    userAgent: String
    requestId: String
  }
  type AuditLogEdge {
    node: AuditLog!
    cursor: ConnectionCursor!
  }
  type AuditLogConnection {
    edges: [AuditLogEdge!]!
    pageInfo: MetadataPageInfo!
  }
  input AuditLogFilter {
    from: String
    "up to this instant, which is not part of it"
    to: String
    events: [String!]
    actorId: UUID
    actorEmail: String
    targetKind: String
    targetId: UUID
  }
  extend type Query {
    "newest first; 1,000 a page at most"
    auditLogs(filter: AuditLogFilter, first: Int = 60, after: ConnectionCursor): AuditLogConnection!
  }
`
