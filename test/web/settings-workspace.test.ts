/** Settings of a workspace and its people: general, members, invitations. */
import { afterAll, afterEach, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import type { Page } from "playwright-core"
import type { Member } from "../support/app.ts"
import { getRoleId, newMember } from "../support/people.ts"
import { openWebClient, type WebClient } from "../support/web-client.ts"

setDefaultTimeout(60_000)

let client: WebClient
let ada: Member

beforeAll(async () => {
  client = await openWebClient()
  ada = await client.app.signUp()
})

afterAll(() => client.close())

afterEach(() => {
  expect(client.complaints.splice(0)).toEqual([])
})

async function open(path: string, title: string, member = ada): Promise<Page> {
  const page = await client.visit(`/settings/${path}`, { as: member })
  await page.getByRole("heading", { level: 1, name: title }).waitFor()
  return page
}

async function ask<T>(query: string, member = ada): Promise<T> {
  return (await member.metadata<T>(query)).data
}

test("a workspace is renamed, and another tab knows it at once", async () => {
  const grace = await client.app.signUp()
  const page = await open("general", "General", grace)
  const other = await page.context().newPage()
  await other.goto(client.url)
  await other.getByRole("heading", { level: 1, name: "Welcome to Test" }).waitFor()
  await page.getByLabel("Workspace name").fill("Analytical Engines")
  await page.getByRole("button", { name: "Save" }).click()
  await other.getByRole("heading", { level: 1, name: "Welcome to Analytical Engines" }).waitFor()
  expect(await ask<unknown>("{ currentWorkspace { displayName } }", grace)).toEqual({
    currentWorkspace: { displayName: "Analytical Engines" },
  })
  await page.context().close()
})

test("UI-026 a workspace is deleted only once its name is typed", async () => {
  const grace = await client.app.signUp()
  const page = await open("general", "General", grace)
  await page.getByRole("button", { name: "Delete workspace" }).click()
  const dialog = page.getByRole("alertdialog", { name: "Delete Test?" })
  const button = dialog.getByRole("button", { name: "Delete workspace" })
  await dialog.getByRole("textbox").fill("test")
  expect(await button.isDisabled()).toBe(true)
  await dialog.getByRole("textbox").fill("Test")
  await button.click()
  await page.waitForURL("**/sign-in")
  expect((await grace.metadata("{ currentWorkspace { id } }")).errors).toBeDefined()
  await page.context().close()
})

test("UI-133 the last admin stays one, and is told why", async () => {
  const page = await open("members", "Members")
  const role = page.getByRole("combobox", { name: /^Role of/ })
  const admin = await role.inputValue()
  await role.selectOption("Member")
  await page.getByRole("alert").filter({ hasText: "Nobody can change their own role." }).waitFor()
  await page.waitForFunction((id) => document.querySelector<HTMLSelectElement>("td select")?.value === id, admin)
  const { currentUser } = await ask<{ currentUser: { workspaceMember: { roles: { label: string }[] } } }>(
    "{ currentUser { workspaceMember { roles { label } } } }",
  )
  expect(currentUser.workspaceMember.roles.map(({ label }) => label)).toEqual(["Admin"])
  await page.context().close()
})

test("a member gets another role, and leaves with somebody to follow them", async () => {
  const bob = await newMember(client.app, ada)
  const { memberId } = bob
  const { currentUser } = await ask<{ currentUser: { workspaceMember: { id: string } } }>(
    "{ currentUser { workspaceMember { id } } }",
  )
  const { data } = await ada.graphql<{ createCompany: { id: string } }>(
    'mutation ($id: UUID) { createCompany(data: { name: "Engines", accountOwnerId: $id }) { id } }',
    { id: memberId },
  )
  const page = await open("members", "Members")
  await page.getByRole("searchbox", { name: "Search members" }).fill(bob.email)
  const row = page.getByRole("row").filter({ hasText: bob.email })
  await row.getByRole("combobox").selectOption("Admin")
  await page.getByText(`${bob.email} has another role now.`).waitFor()
  const roles = await ask<{ currentUser: { workspaceMember: { roles: { id: string }[] } } }>(
    "{ currentUser { workspaceMember { roles { id } } } }",
    bob,
  )
  expect(roles.currentUser.workspaceMember.roles[0]!.id).toBe(await getRoleId(ada, "Admin"))

  await row.getByRole("button", { name: /^Remove/ }).click()
  const dialog = page.getByRole("alertdialog")
  await dialog.getByLabel("Who gets the records that they own?").selectOption(currentUser.workspaceMember.id)
  await dialog.getByRole("button", { name: "Remove" }).click()
  await page.getByText(`${bob.email} is no member any more.`).waitFor()
  const owner = await ada.graphql<{ company: { accountOwnerId: string } }>(
    `{ company(filter: { id: { eq: "${data.createCompany.id}" } }) { accountOwnerId } }`,
  )
  expect(owner.data.company.accountOwnerId).toBe(currentUser.workspaceMember.id)
  expect((await bob.metadata("{ currentUser { id } }")).errors).toBeDefined()
  await page.context().close()
})

test("people are invited by mail, and what is pending can be sent again and revoked", async () => {
  const page = await open("invitations", "Invitations")
  const invited = async () => {
    const data = await ask<{ findWorkspaceInvitations: { email: string }[] }>("{ findWorkspaceInvitations { email } }")
    return data.findWorkspaceInvitations.map(({ email }) => email).toSorted()
  }
  const addresses = page.getByLabel("E-mail addresses")
  await addresses.fill("ada@example.com, nobody")
  await page.getByRole("button", { name: "Send invitations" }).click()
  await page.getByText("‘nobody’ is not an e-mail address.").waitFor()
  expect(await addresses.inputValue()).toBe("ada@example.com, nobody")
  await addresses.fill("one@example.com\ntwo@example.com")
  await page.getByRole("button", { name: "Send invitations" }).click()
  await page.getByText("2 invitations are on their way.").waitFor()
  expect(await invited()).toEqual(["one@example.com", "two@example.com"])
  await page.getByRole("button", { name: "Resend to two@example.com" }).click()
  await page.getByText("The invitation is on its way.").waitFor()
  await page.getByRole("button", { name: "Revoke the invitation of one@example.com" }).click()
  await page.getByText("The invitation of one@example.com does not work any more.").waitFor()
  expect(await invited()).toEqual(["two@example.com"])
  await page.context().close()
})

test("the link of invitations is shown, made anew and switched off", async () => {
  const link = async () =>
    (
      await ask<{ currentWorkspace: { inviteHash: string; isPublicInviteLinkEnabled: boolean } }>(
        "{ currentWorkspace { inviteHash isPublicInviteLinkEnabled } }",
      )
    ).currentWorkspace
  const before = await link()
  const page = await open("invitations", "Invitations")
  const address = page.getByLabel("Address", { exact: true })
  expect(await address.inputValue()).toBe(`${client.url}/invite/${before.inviteHash}`)
  await page.getByRole("button", { name: "Make a new link" }).click()
  await page.getByText("There is a new link").waitFor()
  const after = await link()
  expect(after.inviteHash).not.toBe(before.inviteHash)
  await page.waitForFunction(
    (url) => [...document.querySelectorAll("input")].some((each) => each.value === url),
    `${client.url}/invite/${after.inviteHash}`,
  )
  await page.getByRole("switch", { name: "The link lets people in" }).uncheck()
  await address.waitFor({ state: "detached" })
  expect((await link()).isPublicInviteLinkEnabled).toBe(false)
  await page.context().close()
})

test("a domain waits until its link is followed", async () => {
  const page = await open("invitations", "Invitations")
  await page.getByLabel("Domain", { exact: true }).fill("engines.example")
  await page.getByLabel("An address under it").fill("ada@engines.example")
  await page.getByRole("button", { name: "Add domain" }).click()
  await page.getByText("Waits for the link").waitFor()
  await page.getByRole("button", { name: "Remove engines.example" }).click()
  await page.getByText("engines.example lets nobody in any more.").waitFor()
  expect(await ask<unknown>("{ getApprovedAccessDomains { id } }")).toEqual({ getApprovedAccessDomains: [] })
  await page.context().close()
})
