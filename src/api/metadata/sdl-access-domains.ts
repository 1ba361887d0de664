/** Approved access domains in the schema of `/metadata`. */
export const accessDomainsSdl = /* GraphQL */ `
  type ApprovedAccessDomain {
    id: UUID!
    domain: String!
    isValidated: Boolean!
    createdAt: DateTime!
  }
  input CreateApprovedAccessDomainInput {
    domain: String!
    "of somebody under the domain, who gets a link to validate it"
    email: String!
  }
  input ValidateApprovedAccessDomainInput {
    validationToken: String!
    approvedAccessDomainId: UUID!
  }
  input DeleteApprovedAccessDomainInput {
    id: UUID!
  }

  extend type Query {
    getApprovedAccessDomains: [ApprovedAccessDomain!]!
  }
  extend type Mutation {
    createApprovedAccessDomain(input: CreateApprovedAccessDomainInput!): ApprovedAccessDomain!
    validateApprovedAccessDomain(input: ValidateApprovedAccessDomainInput!): ApprovedAccessDomain!
    deleteApprovedAccessDomain(input: DeleteApprovedAccessDomainInput!): Boolean!
  }
`
