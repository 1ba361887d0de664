/** What a role may do: with records, settings and tools. */
import { Fragment } from "preact"
import { useState } from "preact/hooks"
import { ChevronDown, ChevronRight, RotateCcw } from "lucide-preact"
import { roleSentences } from "../../../i18n/settings-roles/index.ts"
import { IconButton } from "../../../ui/button.tsx"
import { ObjectIcon } from "../../../ui/icon.tsx"
import { Section } from "../../../ui/section.tsx"
import { Switch } from "../../../ui/switch.tsx"
import { settingFlags, toolFlags, type Flag } from "./permissions.ts"
import type { Person, RoleObject } from "./role.ts"
import {
  actions,
  allRights,
  hasOwn,
  isAllowed,
  keys,
  withAll,
  withObject,
  withoutOwn,
  type Action,
  type RoleDraft,
} from "./role-draft.ts"
import { ObjectDetails } from "./object-details.tsx"

/** What the parts of the editor share. */
export interface PartProps {
  draft: RoleDraft
  /** nobody, or not this person, may change the role */
  isFixed: boolean
  change(draft: RoleDraft): void
}

interface PermissionsProps extends PartProps {
  objects: readonly RoleObject[]
  people: readonly Person[]
}

export function PermissionsTab(props: PermissionsProps) {
  const { matrix, flagSections } = roleSentences()
  return (
    <>
      <Section title={matrix.title} text={matrix.text}>
        <Matrix {...props} />
      </Section>
      <FlagSection {...props} title={flagSections.settings} all="canUpdateAllSettings" flags={settingFlags} />
      <FlagSection {...props} title={flagSections.tools} all="canAccessAllTools" flags={toolFlags} />
    </>
  )
}

function Matrix(props: PermissionsProps) {
  const { draft, isFixed, change, objects } = props
  const { matrix } = roleSentences()
  const [open, setOpen] = useState<string | null>(null)
  return (
    <div class="scroll-x">
      <table class="settings-table matrix">
        <thead>
          <tr>
            <th scope="col">{matrix.object}</th>
            {actions.map((action) => (
              <th key={action} scope="col">
                {matrix.actions[action]}
              </th>
            ))}
            <td />
          </tr>
        </thead>
        <tbody>
          <tr class="all">
            <th scope="row">{matrix.all}</th>
            {actions.map((action) => (
              <td key={action}>
                <input
                  type="checkbox"
                  aria-label={matrix.cell(matrix.actions[action], matrix.all)}
                  checked={draft[keys.all(allRights[action] ? action : "update")] === true}
                  disabled={isFixed || !allRights[action]}
                  title={allRights[action] ? undefined : matrix.likeEditing}
                  onChange={(event) => change(withAll(draft, action, event.currentTarget.checked))}
                />
              </td>
            ))}
            <td />
          </tr>
          {objects.map((object) => (
            <Fragment key={object.id}>
              <ObjectRow
                {...props}
                object={object}
                isOpen={open === object.id}
                onOpen={() => setOpen(open === object.id ? null : object.id)}
              />
              {open === object.id && (
                <tr>
                  <td colSpan={actions.length + 2}>
                    <ObjectDetails {...props} object={object} />
                  </td>
                </tr>
              )}
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface ObjectRowProps extends PartProps {
  object: RoleObject
  isOpen: boolean
  onOpen(): void
}

function ObjectRow({ draft, isFixed, change, object, isOpen, onOpen }: ObjectRowProps) {
  const { matrix } = roleSentences()
  const { id, labelPlural, icon } = object
  const Chevron = isOpen ? ChevronDown : ChevronRight
  return (
    <tr>
      <th scope="row">
        <button type="button" class="unfold" aria-expanded={isOpen} onClick={onOpen}>
          <Chevron class="icon" size={14} aria-hidden="true" />
          <ObjectIcon name={icon} />
          <bdi>{labelPlural}</bdi>
        </button>
      </th>
      {actions.map((action) => (
        <td key={action}>
          <RightBox {...{ draft, isFixed, change, object, action }} />
        </td>
      ))}
      <td>
        {hasOwn(draft, id) && !isFixed && (
          <IconButton
            label={matrix.reset(labelPlural)}
            icon={RotateCcw}
            onClick={() => change(withoutOwn(draft, id))}
          />
        )}
      </td>
    </tr>
  )
}

/** Inherited ones stand in a dashed frame, those of the object's own in a full one. */
function RightBox({ draft, isFixed, change, object, action }: PartProps & { object: RoleObject; action: Action }) {
  const { matrix } = roleSentences()
  const isOwn = draft[keys.object(object.id, action)] !== null
  return (
    <span class={`right ${isOwn ? "own" : "inherited"}`} title={isOwn ? matrix.own : matrix.inherited}>
      <input
        type="checkbox"
        aria-label={matrix.cell(matrix.actions[action], object.labelPlural)}
        aria-description={isOwn ? matrix.own : matrix.inherited}
        checked={isAllowed(draft, object.id, action)}
        disabled={isFixed || (action !== "read" && !isAllowed(draft, object.id, "read"))}
        onChange={(event) => change(withObject(draft, object.id, action, event.currentTarget.checked))}
      />
    </span>
  )
}

interface FlagSectionProps extends PartProps {
  title: string
  all: "canUpdateAllSettings" | "canAccessAllTools"
  flags: readonly Flag[]
}

function FlagSection({ draft, isFixed, change, title, all, flags }: FlagSectionProps) {
  const { flagSections, flagNames } = roleSentences()
  const hasAll = draft[all] === true
  return (
    <Section title={title}>
      <Switch
        label={flagSections.all}
        isOn={hasAll}
        disabled={isFixed}
        onChange={(isOn) => change({ ...draft, [all]: isOn })}
      />
      <div class="switches">
        {flags.map((flag) => (
          <Switch
            key={flag}
            label={flagNames[flag]}
            isOn={hasAll || draft[keys.flag(flag)] === true}
            disabled={isFixed || hasAll}
            onChange={(isOn) => change({ ...draft, [keys.flag(flag)]: isOn })}
          />
        ))}
      </div>
    </Section>
  )
}
