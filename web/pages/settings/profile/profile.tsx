/** P-70: who one is, how one signs in, and where one is signed in. */
import { sentences } from "../../../i18n/settings/index.ts"
import { Loaded, SettingsPage } from "../parts.tsx"
import { useAnswer } from "../answered.ts"
import { DeleteAccount } from "./delete-account.tsx"
import { EmailSection, NameSection } from "./identity.tsx"
import { PhotoSection } from "./photo.tsx"
import { PasswordSection } from "./password.tsx"
import { profileQuery, type Profile } from "./profile-query.ts"
import { SecondFactors } from "./second-factors.tsx"
import { Sessions } from "./sessions.tsx"

export default function ProfilePage() {
  const answer = useAnswer<Profile>(profileQuery)
  return (
    <SettingsPage title={sentences().pages.profile.title}>
      <Loaded of={answer}>
        {({ currentUser, currentUserSessions }) => (
          <>
            <PhotoSection />
            <NameSection person={currentUser} />
            <EmailSection email={currentUser.email} />
            <PasswordSection
              email={currentUser.email}
              hasPassword={currentUser.hasPassword}
              onChanged={answer.reload}
            />
            <SecondFactors of={currentUser.currentUserWorkspace} onChanged={answer.reload} />
            <Sessions sessions={currentUserSessions} onChanged={answer.reload} />
            <DeleteAccount email={currentUser.email} />
          </>
        )}
      </Loaded>
    </SettingsPage>
  )
}
