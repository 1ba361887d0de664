/** The objects that every workspace begins with. */
import type { ObjectDefinition } from "../definition.ts"
import { attachment } from "./attachment.ts"
import { blocklist } from "./blocklist.ts"
import { calendarChannel } from "./calendar-channel.ts"
import { calendarChannelEventAssociation } from "./calendar-channel-event-association.ts"
import { calendarEvent } from "./calendar-event.ts"
import { calendarEventParticipant } from "./calendar-event-participant.ts"
import { company } from "./company.ts"
import { connectedAccount } from "./connected-account.ts"
import { dashboard } from "./dashboard.ts"
import { favorite } from "./favorite.ts"
import { favoriteFolder } from "./favorite-folder.ts"
import { message } from "./message.ts"
import { messageChannel } from "./message-channel.ts"
import { messageChannelMessageAssociation } from "./message-channel-message-association.ts"
import { messageFolder } from "./message-folder.ts"
import { messageParticipant } from "./message-participant.ts"
import { messageThread } from "./message-thread.ts"
import { note } from "./note.ts"
import { noteTarget } from "./note-target.ts"
import { opportunity } from "./opportunity.ts"
import { person } from "./person.ts"
import { task } from "./task.ts"
import { taskTarget } from "./task-target.ts"
import { timelineActivity } from "./timeline-activity.ts"
import { workflow } from "./workflow.ts"
import { workflowAutomatedTrigger } from "./workflow-automated-trigger.ts"
import { workflowRun } from "./workflow-run.ts"
import { workflowVersion } from "./workflow-version.ts"
import { workspaceMember } from "./workspace-member.ts"

export const standardObjects: readonly ObjectDefinition[] = [
  company,
  person,
  opportunity,
  task,
  note,
  taskTarget,
  noteTarget,
  attachment,
  timelineActivity,
  favorite,
  favoriteFolder,
  workspaceMember,
  dashboard,
  message,
  messageThread,
  messageParticipant,
  messageChannelMessageAssociation,
  messageChannel,
  messageFolder,
  connectedAccount,
  calendarEvent,
  calendarEventParticipant,
  calendarChannelEventAssociation,
  calendarChannel,
  blocklist,
  workflow,
  workflowVersion,
  workflowRun,
  workflowAutomatedTrigger,
]
