/** The way in, from whoever somebody says they are to the page that they wanted to see. */
import { signal } from "@preact/signals"
import { keep, readKept } from "../kept.ts"
import { foundWorkspace, trade, type AvailableWorkspace, type SignedIn } from "./accounts.ts"
import { takeDestination } from "./destination.ts"
import { ask } from "./graphql.ts"
import type { Answer, ApiError } from "./send.ts"

/** What is still missing. It is kept in memory alone: login tokens are good for minutes. */
export type Step =
  | { name: "choose"; signedIn: SignedIn }
  | { name: "code"; loginToken: string }
  | { name: "enrol"; loginToken: string }
  | { name: "mail"; email: string }

export const step = signal<Step | null>(null)

export type Navigate = (path: string, replace?: boolean) => void

/** Whose name and workspace were typed before there was anything to write them to. Kept until somebody has arrived. */
export interface Newcomer {
  firstName: string
  lastName: string
  workspaceName: string
}

const newcomerKey = "kith.newcomer"

export function keepNewcomer(newcomer: Newcomer): void {
  keep(newcomerKey, newcomer)
}

export function knownNewcomer(): Newcomer | null {
  const { firstName, lastName = "", workspaceName = "" } = readKept<Newcomer>(newcomerKey)
  return firstName === undefined ? null : { firstName, lastName, workspaceName }
}

/** Signs in to the one workspace that it can only be, or has somebody choose. */
export async function goOn(signedIn: SignedIn, wanted: string | undefined, go: Navigate): Promise<ApiError | null> {
  const { workspaces } = signedIn
  const named = workspaces.find((workspace) => workspace.id === wanted)
  const only = workspaces.length === 1 ? workspaces[0] : undefined
  const loginToken = (named ?? only)?.loginToken
  if (loginToken) return enterWorkspace(loginToken, go)
  step.value = { name: "choose", signedIn }
  go("/workspaces", true)
  return null
}

/** A workspace of their own, which they are in then, at its first steps. @param token of who they are */
export async function foundAndEnter(token: string, name: string, go: Navigate): Promise<ApiError | null> {
  const founded = await foundWorkspace(token, name)
  if (founded.error) return founded.error
  hasFounded = true
  return enterWorkspace(founded.data, go)
}

/** Is the workspace that they arrive in new, and theirs? */
let hasFounded = false

/** Trades a login token for a session; goes to the second step where one is asked for. */
export async function enterWorkspace(loginToken: string, go: Navigate): Promise<ApiError | null> {
  const { error } = await trade(loginToken)
  const missing = error && secondSteps[error.code]
  if (error && !missing) return error
  if (missing) {
    step.value = { name: missing, loginToken }
    go("/two-factor", true)
    return null
  }
  await arrive(go)
  return null
}

/** What a login token lacks, by the code of the refusal. */
export const secondSteps: Record<string, "code" | "enrol"> = {
  TWO_FACTOR_AUTHENTICATION_VERIFICATION_REQUIRED: "code",
  TWO_FACTOR_AUTHENTICATION_PROVISION_REQUIRED: "enrol",
}

/** There is a session now. */
export async function arrive(go: Navigate): Promise<void> {
  step.value = null
  const newcomer = knownNewcomer()
  if (newcomer) await writeName(newcomer)
  keep(newcomerKey, null)
  const destination = takeDestination()
  const isFounder = hasFounded
  hasFounded = false
  if (isFounder) await beginWelcome()
  go(isFounder && destination === "/" ? "/welcome" : destination, true)
}

/** Kept on the server, so that the first steps go on wherever they sign in next. */
async function beginWelcome(): Promise<void> {
  await ask("/metadata", { query: `mutation { updateUserVars(update: { welcome: "workspace" }) }` })
}

/** Whoever cannot be given their name now can write it later. */
async function writeName({ firstName, lastName }: Newcomer): Promise<void> {
  const { data } = await ask<{ currentUser: { workspaceMember: { id: string; name: { firstName: string } } } }>(
    "/metadata",
    { query: `{ currentUser { workspaceMember { id name { firstName } } } }` },
  )
  const member = data?.currentUser.workspaceMember
  if (!member || member.name.firstName !== "" || firstName + lastName === "") return
  await ask("/metadata", {
    query: `mutation ($input: UpdateWorkspaceMemberSettingsInput!) { updateWorkspaceMemberSettings(input: $input) }`,
    variables: { input: { workspaceMemberId: member.id, update: { name: { firstName, lastName } } } },
  })
}

export const nameOf = ({ displayName }: Pick<AvailableWorkspace, "displayName">, unnamed: string) =>
  displayName || unnamed

/** For another workspace of whoever is signed in; empty where it lets them in by a provider of its own alone. */
export async function loginTokenFor(workspaceId: string): Promise<Answer<string>> {
  const { data, error } = await ask<{
    currentUser: {
      availableWorkspaces: { availableWorkspacesForSignIn: Pick<AvailableWorkspace, "id" | "loginToken">[] }
    }
  }>("/metadata", {
    query: `{ currentUser { availableWorkspaces { availableWorkspacesForSignIn { id loginToken } } } }`,
  })
  if (error) return { data: null, error }
  const found = data.currentUser.availableWorkspaces.availableWorkspacesForSignIn.find(({ id }) => id === workspaceId)
  return { data: found?.loginToken ?? "", error: null }
}
