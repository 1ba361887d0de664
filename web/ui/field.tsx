/** A labelled input with its hint and its error, each tied to it for assistive technology. */
import { useId, useState } from "preact/hooks"
import { CircleAlert, Eye, EyeOff } from "lucide-preact"
import { t } from "../i18n/messages.ts"
import { IconButton } from "./button.tsx"

/** Of all that an input may have, what is used. */
export interface FieldProps {
  type?: "email" | "search" | "text"
  name?: string
  autoComplete?: string
  inputMode?: "email" | "numeric" | "text"
  readOnly?: boolean
  autofocus?: boolean
  label: string
  value: string
  onValue(value: string): void
  error?: string | undefined
  hint?: string | undefined
}

export function Field({ label, type, value, onValue, error, hint, ...rest }: FieldProps) {
  const id = useId()
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        {...rest}
        {...describe(id, error, hint)}
        type={typeOf(type ?? "text")}
        value={value}
        onInput={(event) => onValue(event.currentTarget.value)}
      />
      <Notes id={id} error={error} hint={hint} />
    </div>
  )
}

/** As a field, with its text hidden until it is to be shown. */
export function PasswordField({ label, value, onValue, error, hint, name, autoComplete }: FieldProps) {
  const id = useId()
  const [isShown, setShown] = useState(false)
  const [hasCapsLock, setCapsLock] = useState(false)
  const watch = (event: KeyboardEvent) => setCapsLock(event.getModifierState?.("CapsLock") ?? false)
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <div class="with-button">
        <input
          name={name}
          autoComplete={autoComplete}
          {...describe(id, error, hint)}
          type={typeOf(isShown ? "text" : "password")}
          value={value}
          spellcheck={false}
          autocapitalize="off"
          onInput={(event) => onValue(event.currentTarget.value)}
          onKeyUp={watch}
          onKeyDown={watch}
        />
        <IconButton
          label={isShown ? t().entry.hide : t().entry.show}
          icon={isShown ? EyeOff : Eye}
          onClick={() => setShown(!isShown)}
        />
      </div>
      {hasCapsLock && (
        <p class="hint" role="status">
          {t().entry.capsLock}
        </p>
      )}
      <Notes id={id} error={error} hint={hint} />
    </div>
  )
}

/** The types of JSX want to know which of them it is; all of them do here. */
const typeOf = (type: string) => type as "text"

function describe(id: string, error: unknown, hint: unknown) {
  const notes = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(" ")
  return { id, "aria-invalid": error ? true : undefined, "aria-describedby": notes || undefined }
}

function Notes({ id, error, hint }: { id: string; error?: string | undefined; hint?: string | undefined }) {
  return (
    <>
      {error && (
        <p class="error" id={`${id}-error`} role="alert">
          <CircleAlert class="icon" size={14} aria-hidden="true" />
          {error}
        </p>
      )}
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </>
  )
}
