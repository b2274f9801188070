import { capital, dateInWords, spaced } from '@colophon/web-shared/words'

export { capital, counted, dateInWords, shortened, spaced } from '@colophon/web-shared/words'

const REASONS: Readonly<Record<string, string>> = {
  completeness_below_threshold: 'something required is missing',
  low_confidence: 'a value is doubtful',
  ungrounded: 'no words of the text support a value',
  page_quality: 'the text is hard to read',
  audit_sample: 'drawn as a sample',
  review_requested: 'a look was asked for',
  second_review: 'a second look is needed',
  document_failed: 'the run failed',
  human_decided: 'a later run differs from what was decided',
}

/** Why a task is there, in a few words for a list. Reasons with a part after a colon are about that part. */
export function reasonInWords(reason: string): string {
  const known = REASONS[reason]
  if (known !== undefined) return known
  const [kind = '', about = ''] = reason.split(':', 2)
  if (kind === 'check_failed') return `check failed: ${spaced(about)}`
  if (kind === 'agent_degraded') return `${spaced(about)} had trouble`
  if (kind === 'budget_skipped') return `${spaced(about)} left out to save money`
  return spaced(reason).replace(':', ': ')
}

const ISSUES: Readonly<Record<string, string>> = {
  missing: 'Required, and nothing was found.',
  low_confidence: 'The value is doubtful.',
  ungrounded: 'No words of the text support this value.',
}

/** Why a person is asked about a field. What a check found is told by the check itself. */
export const issueInWords = (issue: string): string =>
  ISSUES[issue] ?? (issue.startsWith('check_failed:') ? '' : `${capital(reasonInWords(issue))}.`)

/** Where a value came from, for a chip: `rules`, a model's name, a person, the input. */
export function sourceInWords(source: string): string {
  if (source.startsWith('human:')) return source.slice('human:'.length)
  if (source === 'rules') return 'rule'
  return source
}

/** A value in a line, as a list or a sentence shows it. */
export function valueInWords(value: unknown): string {
  if (value === undefined || value === null || value === '') return '–'
  if (typeof value === 'string') return dateInWords(value)
  if (typeof value === 'number') return String(value)
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (Array.isArray(value)) return value.map(valueInWords).join(' · ')
  const [first, ...rest] = Object.values(value as Record<string, unknown>).filter(
    (part) => typeof part === 'string',
  )
  return [first ?? '–', ...rest.slice(0, 1).map((part) => `(${spaced(part)})`)].join(' ')
}
