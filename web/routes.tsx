/** Which page an address stands for. Every page is a chunk of its own; the way in comes without the workspace behind it. */
import { useEffect } from "preact/hooks"
import { ErrorBoundary as Waiting, lazy, LocationProvider, Route, Router, useLocation } from "preact-iso"
import { session } from "./api/session.ts"
import { keepDestination } from "./api/destination.ts"
import { Redirect } from "./shell/redirect.tsx"

const SignIn = lazy(() => import("./pages/entry/sign-in.tsx"))
const SignUp = lazy(() => import("./pages/entry/sign-up.tsx"))
const Workspaces = lazy(() => import("./pages/entry/workspaces.tsx"))
const SecondFactor = lazy(() => import("./pages/entry/second-factor.tsx"))
const RequestReset = lazy(() => import("./pages/entry/reset.tsx"))
const SetPassword = lazy(() => import("./pages/entry/new-password.tsx"))
const VerifyEmail = lazy(() => import("./pages/entry/verify-email.tsx"))
const Invite = lazy(() => import("./pages/entry/invite.tsx"))
const Verify = lazy(() => import("./pages/entry/verify.tsx"))
const Inside = lazy(() => import("./inside.tsx"))

export function Routes() {
  return (
    <LocationProvider>
      <Page />
    </LocationProvider>
  )
}

/** First parts of the addresses of the way in. */
const entrances = /^\/(sign-in|sign-up|workspaces|two-factor|reset-password|verify-email|invite|verify)(\/|$)/

/** Two routers side by side: one in the other would know only the end of the address. */
function Page() {
  const { path } = useLocation()
  return entrances.test(path) ? <Entrance /> : <Guarded />
}

function Entrance() {
  return (
    <Router>
      <Route path="/sign-in" component={SignIn} />
      <Route path="/sign-up" component={SignUp} />
      <Route path="/workspaces" component={Workspaces} />
      <Route path="/two-factor" component={SecondFactor} />
      <Route path="/reset-password" component={RequestReset} />
      <Route path="/reset-password/:token" component={SetPassword} />
      <Route path="/verify-email" component={VerifyEmail} />
      <Route path="/invite/:hash" component={Invite} />
      <Route path="/verify" component={Verify} />
    </Router>
  )
}

/** Whoever is not signed in comes back to where they wanted to go. */
function Guarded() {
  const { url } = useLocation()
  const isIn = session.value !== null
  useEffect(() => {
    if (!isIn) keepDestination(url)
  }, [isIn])
  if (!isIn) return <Redirect to="/sign-in" />
  return (
    <Waiting>
      <Inside />
    </Waiting>
  )
}
