/** Signing in again over the page. */
export const en = {
  title: "Sign in again",
  text: "Your session has ended. Everything on the page is still there, and what you changed is sent once you are back.",
  beside: "Signing in elsewhere opens a new window. Come back here once you are in.",
  enrol: "Your workspace asks for a second step, which you have not set up yet.",
  enrolBeside: "Set it up in a new window",
  notMember: "This account is not in the workspace any more. Ask an admin.",
}

export type AgainMessages = typeof en
