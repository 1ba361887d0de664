/** P-70…P-82: the frame of the settings. Which page is behind an address, and whether it is for this role. */
import type { FunctionComponent } from "preact"
import { lazy, Route, Router, useLocation } from "preact-iso"
import "./settings.css"
import { sentences } from "../../i18n/settings/index.ts"
import { spoken } from "../../i18n/messages.ts"
import { Header } from "../../shell/header.tsx"
import { Forbidden, NotFound } from "../../shell/problems.tsx"
import { Redirect } from "../../shell/redirect.tsx"
import { useTitle } from "../../shell/title.ts"
import { workspace } from "../../shell/workspace.ts"
import { PageLinks } from "./page-links.tsx"
import { isPermitted, pageAt } from "./pages.ts"

const page = (load: () => Promise<{ default: FunctionComponent }>) => lazy(() => spoken(load()))

const Profile = page(() => import("./profile/profile.tsx"))
const Experience = page(() => import("./experience/experience.tsx"))
const General = page(() => import("./general/general.tsx"))
const Members = page(() => import("./members/members.tsx"))
const Objects = page(() => import("./objects/objects.tsx"))
const NewObject = page(() => import("./objects/new-object.tsx"))
const ObjectPage = page(() => import("./objects/object.tsx"))
const NewField = page(() => import("./objects/new-field.tsx"))
const EditField = page(() => import("./objects/edit-field.tsx"))
const Roles = page(() => import("./roles/roles.tsx"))
const RolePage = page(() => import("./roles/role-page.tsx"))
const ApiKeys = page(() => import("./api-keys/api-keys.tsx"))
const Playground = page(() => import("./playground/playground.tsx"))
const SqlLogins = page(() => import("./sql-logins/sql-logins.tsx"))
const AuditLog = page(() => import("./audit-log/audit-log.tsx"))
const Invitations = page(() => import("./invitations/invitations.tsx"))

export default function Settings() {
  const { path } = useLocation()
  const found = pageAt(path)
  if (found && !isPermitted(found)) return <Forbidden what={sentences().pages[found.name].title} />
  return (
    <Router>
      <Route path="/" component={Contents} />
      <Route path="/profile" component={Profile} />
      <Route path="/experience" component={Experience} />
      <Route path="/general" component={General} />
      <Route path="/members" component={Members} />
      <Route path="/invitations" component={Invitations} />
      <Route path="/objects" component={Objects} />
      <Route path="/objects/new" component={NewObject} />
      <Route path="/objects/:plural" component={ObjectPage} />
      <Route path="/objects/:plural/fields/new" component={NewField} />
      <Route path="/objects/:plural/fields/:name" component={EditField} />
      <Route path="/roles" component={Roles} />
      <Route path="/roles/:id" component={RolePage} />
      <Route path="/api-keys" component={ApiKeys} />
      <Route path="/playground" component={Playground} />
      <Route path="/sql-logins" component={SqlLogins} />
      <Route path="/audit-log" component={AuditLog} />
      <Route default component={NotFound} />
    </Router>
  )
}

/** On a phone the pages are listed on a page of their own; elsewhere they are in the drawer already. */
function Contents() {
  const { title } = sentences().frame
  useTitle(title, workspace.value?.workspace.name)
  if (!matchMedia("(max-width: 639px)").matches) return <Redirect to="/settings/profile" />
  return (
    <>
      <Header title={title} />
      <main id="content" class="settings-contents" tabIndex={-1} data-region>
        <PageLinks />
      </main>
    </>
  )
}
