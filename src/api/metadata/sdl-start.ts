/** Getting started, in the schema of `/metadata`. */
export const startSdl = /* GraphQL */ `
  "records with which a workspace can be tried out, and which can be taken away again"
  type SampleData {
    "0 where there are none"
    recordCount: Int!
  }

  extend type User {
    "what their clients remember of them in this workspace"
    userVars: JSON
  }
  extend type Query {
    sampleData: SampleData!
  }
  extend type Mutation {
    addSampleData: SampleData!
    removeSampleData: SampleData!
    "adds and changes variables of the current person, forgets those that are null, and answers with all that there are"
    updateUserVars(update: JSON!): JSON!
  }
`
