import type { Profile } from '../profile.ts'
import type { DocumentRecord } from '../record/document.ts'
import type { FlaggedField } from './review.ts'
import { fieldForms } from './profile-form.ts'
import type { ReviewRecord } from './task.ts'

const MAX_NAMED = 5

const labelsOf = new WeakMap<Profile, ReadonlyMap<string, string>>()

/** The words of a field; of a part of a list those of the list. */
function labelOf(profile: Profile, path: string): string {
  let labels = labelsOf.get(profile)
  if (labels === undefined) {
    labels = new Map(fieldForms(profile).map(({ path: of, label }) => [of, label]))
    labelsOf.set(profile, labels)
  }
  for (let at = path; ; at = at.slice(0, at.lastIndexOf('.'))) {
    const label = labels.get(at)
    if (label !== undefined) return label
    if (!at.includes('.')) return path
  }
}

function named(profile: Profile, flagged: readonly FlaggedField[], issue: string): string {
  const labels = new Set(
    flagged.filter((field) => field.issue === issue).map(({ path }) => labelOf(profile, path)),
  )
  const first = [...labels].slice(0, MAX_NAMED)
  const more = labels.size - first.length
  return [...first, ...(more > 0 ? [`${more} more`] : [])].join(', ')
}

type Judged = Pick<DocumentRecord, 'quality_metrics' | 'error' | 'agents'>
type Asked = Pick<ReviewRecord, 'reasons' | 'flagged_fields'>

const budgetSentence = (agent: string, budgets: readonly string[] = []): string =>
  budgets.length === 0
    ? `The ${agent} was left out to stay within the budget.`
    : `The ${agent} was left out to stay within the budget of the ${budgets.join(', ')}.`

const withList = (sentence: string, list: string): string =>
  list === '' ? `${sentence}.` : `${sentence}: ${list}.`

function sentenceOf(profile: Profile, reason: string, task: Asked, document: Judged): string {
  const of = (issue: string): string => named(profile, task.flagged_fields, issue)
  const [kind = '', subject = ''] = reason.split(':')
  switch (kind) {
    case 'completeness_below_threshold':
      return withList(`Not all that a ${profile.unit.one} needs was found`, of('missing'))
    case 'low_confidence':
      return withList('Some values are not sure', of('low_confidence'))
    case 'ungrounded':
      return withList('No words of the text support some values', of('ungrounded'))
    case 'check_failed':
      return checkSentence(profile, subject, document)
    case 'agent_degraded':
      return `The ${subject} could not do all that it does, so its values may be weaker.`
    case 'budget_skipped':
      return budgetSentence(subject, document.agents[subject]?.budgets)
    case 'out_of_reach':
      return `The ${subject} asked no model that the text may not be shown to.`
    case 'page_quality':
      return 'The text is hard to read.'
    case 'second_review':
      return 'It was approved once; a second person is to look at it.'
    case 'document_failed':
      return `It could not be enriched: ${document.error?.message ?? 'the error is not known any more'}.`
    case 'review_requested':
      return 'Somebody is asked to look at it.'
    default:
      return `${reason.replaceAll('_', ' ')}.`
  }
}

function checkSentence(profile: Profile, name: string, { quality_metrics }: Judged): string {
  const check = quality_metrics?.checks.find((each) => each.name === name)
  if (check?.passed === true) return `A check failed, and does not any more: ${check.detail}.`
  const said = check?.detail ?? profile.checks.find((each) => each.name === name)?.description
  return said === undefined ? `The check ${name} failed.` : `A check failed: ${said}.`
}

/** Why a document came to a person, a sentence for each reason. */
export const whyReviewed = (profile: Profile, task: Asked, document: Judged): string[] =>
  task.reasons.map((reason) => sentenceOf(profile, reason, task, document))
