/** Direct SQL logins in the schema of `/metadata`. */
export const sqlLoginsSdl = /* GraphQL */ `
  enum SqlAccess {
    READ
    WRITE
  }
  "A login of PostgreSQL for this workspace. It stands above roles and row rules: whoever has it reads every record."
  type SqlLogin {
    id: UUID!
    name: String!
    roleName: String!
    access: SqlAccess!
    createdBy: String
    createdAt: DateTime!
    expiresAt: DateTime!
    revokedAt: DateTime
    isActive: Boolean!
  }
  type IssuedSqlLogin {
    login: SqlLogin!
    host: String!
    port: Int!
    database: String!
    schema: String!
    user: String!
    "shown this once and kept nowhere"
    password: String!
    "what an admin should know before passing it on"
    notice: String!
  }
  input CreateSqlLoginInput {
    name: String!
    access: SqlAccess!
    "within the next year; in 90 days when left out"
    expiresAt: String
  }
  extend type Query {
    sqlLogins: [SqlLogin!]!
  }
  extend type Mutation {
    createSqlLogin(input: CreateSqlLoginInput!): IssuedSqlLogin!
    "ends its connections as well"
    revokeSqlLogin(id: UUID!): SqlLogin!
  }
`
