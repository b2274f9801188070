import type { HistoryEvent } from '@colophon/domain'
import { capital, reasonInWords, shortened, sourceInWords, spaced, valueInWords } from './words.ts'

/** The longest value that an event's sentence holds. */
const LONGEST = 80

/** What an event holds is the state of a field or, in those of a run, the bare value. */
function valueIn(state: unknown): unknown {
  const isState =
    state !== null && typeof state === 'object' && 'provenance' in state && 'keys' in state
  if (!isState) return state
  return 'value' in state ? state.value : undefined
}

const quoted = (value: unknown): string => {
  const words = shortened(valueInWords(value), LONGEST)
  return words === '–' ? 'nothing' : `“${words}”`
}

const STATEMENTS: Readonly<Record<string, string>> = {
  'field.accept': 'accepted',
  'field.not_in_document': 'is not in the document',
  'field.illegible': 'is illegible',
  'field.uncertain': 'marked as uncertain',
}

const WHOLE: Readonly<Record<string, string>> = {
  sent_to_review: 'Sent to a person',
  auto_approved: 'Taken over without a look',
  'task.requested': 'A look was asked for',
  'task.approved': 'Approved',
  'task.approved_once': 'Approved by the first of two',
  'task.rejected': 'Rejected',
  'task.reopened': 'Opened again',
  'task.retried': 'Sent through the run again',
  'task.undone': 'A decision on the document was taken back',
  'task.routed': 'Held against the rules anew',
  'task.assigned': 'Given to somebody',
  commented: 'Commented',
  comment_resolved: 'A comment was resolved',
  comment_reopened: 'A comment was opened again',
}

function changeInWords({ action, from, to }: HistoryEvent, label: string): string {
  const [before, after] = [quoted(valueIn(from)), quoted(valueIn(to))]
  if (before === after) return `${label} decided, still ${after}`
  const verb =
    action === 'field.undone' ? 'put back' : action === 'field.restored' ? 'restored' : 'changed'
  if (after === 'nothing') return `${label} ${verb}: ${before} taken out`
  if (before === 'nothing') return `${label} ${verb === 'changed' ? 'set' : verb} to ${after}`
  return `${label} ${verb} from ${before} to ${after}`
}

/** What an event did, in a sentence without who did it and why. */
export function eventInWords(event: HistoryEvent, labelOf: (path: string) => string): string {
  const { action, path } = event
  const label = path === null ? '' : labelOf(path)
  const statement = STATEMENTS[action]
  if (statement !== undefined && path !== null) return `${label} ${statement}`
  const whole = WHOLE[action]
  if (whole !== undefined) return path === null ? whole : `${whole}: ${label}`
  if (path === null) return capital(spaced(action.replace('.', ' ')))
  return changeInWords(event, label)
}

/** Names of changes are of no use to people. */
const OF_A_CHANGE = /^undo of /
const CODES = /^[a-z_]+(:[a-z_0-9.]+)?( [a-z_]+(:[a-z_0-9.]+)?)*$/

/** Why, in words; nothing where nobody said so. */
export function whyInWords({ why, actor }: Pick<HistoryEvent, 'why' | 'actor'>): string {
  if (why === null || OF_A_CHANGE.test(why)) return ''
  // A run says why in codes, a person in words of their own.
  if (actor.startsWith('human:') || !CODES.test(why)) return why
  return why.split(' ').map(reasonInWords).join(', ')
}

export const actorInWords = (actor: string): string =>
  actor.startsWith('rule:') ? 'The run' : sourceInWords(actor)

/** What was done at once: it is told, and undone, as one. */
export interface Step {
  /** Of the record after it. */
  revision: number
  at: string
  actor: string
  events: HistoryEvent[]
}

/** The events step by step, latest first. */
export function stepsOf(events: readonly HistoryEvent[]): Step[] {
  const steps: Step[] = []
  for (const event of events) {
    const last = steps.at(-1)
    const { revision, at, actor } = event
    if (last?.revision === revision && last.actor === actor && last.at === at)
      last.events.push(event)
    else steps.push({ revision, at, actor, events: [event] })
  }
  return steps.toReversed()
}

/** Versions of the record, latest first: a comment makes none, several events may make one. */
export function versionsOf(events: readonly HistoryEvent[]): number[] {
  return [...new Set(events.map(({ revision }) => revision))].sort((a, b) => b - a)
}
