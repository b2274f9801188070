import type { AlertGroup, AlertSpec } from '../alert.ts'
import { grownOrZero, share } from '../promql.ts'
import type { REVIEW } from '../thresholds/worth.ts'

const REVIEWED = { owner: 'review', service: 'review-api', dashboard: 'review' } as const
const QUALITY = { owner: 'review', service: 'enrichment-worker', dashboard: 'quality' } as const
const DONE = 'colophon_documents_total{outcome=~"auto_approved|review"}'
const APPROVED = 'colophon_documents_total{outcome="auto_approved"}'

const alerts: Record<keyof typeof REVIEW, AlertSpec> = {
  ReviewQueueTooOld: {
    ...REVIEWED,
    severity: 'ticket',
    expression: ({ over }) => `max(colophon_review_oldest_age_seconds) > ${over}`,
    summary: 'the oldest review task waits for {value}, more than {over}',
    description:
      'A record is held back that long for want of a decision. First: open the queue sorted by age; assign the oldest, or decide that nobody will.',
  },
  AutoApprovalCollapsed: {
    ...QUALITY,
    severity: 'ticket',
    expression: ({ over, least, window }) => {
      const now = 'colophon:auto_approval:ratio_rate6h'
      return `${now} < ${over} * quantile_over_time(0.5, ${now}[7d]) and ${grownOrZero(DONE, window)} > ${least}`
    },
    summary: 'only {value} of the documents are approved by themselves, half of the week before',
    description:
      'Reviewers get twice the work. First: see which review reason has grown, and what was deployed or imported since.',
  },
  CompletenessLow: {
    ...QUALITY,
    severity: 'ticket',
    expression: ({ over, least, window }) =>
      [
        `colophon:completeness:p50 < ${over}`,
        `and sum(increase(colophon_completeness_score_count[${window}])) > ${least}`,
      ].join('\n'),
    summary: 'half of the records have a completeness of {value} or less',
    description:
      'Records go out with gaps, or people fill them. First: see whether one collection or one agent is the cause.',
  },
  KnownErrorsMissed: {
    ...REVIEWED,
    severity: 'ticket',
    expression: ({ over, least, window }) => {
      const seeded = 'colophon_review_seeded_total'
      const missed = grownOrZero(`${seeded}{outcome="missed"}`, window)
      const all = grownOrZero(seeded, window)
      return `${share(missed, all)} > ${over} and ${all} > ${least}`
    },
    summary: '{value} of the altered values in known answers were approved by reviewers',
    description:
      'What reviewers approve is not looked at closely enough to be trusted. First: talk with them; the pace may be too high or the page may hide what matters.',
  },
}

export const REVIEW_GROUP: AlertGroup = {
  alerts,
  records: (at) => {
    const approval = at('AutoApprovalCollapsed').window
    const completeness = at('CompletenessLow').window
    return [
      {
        name: 'colophon:auto_approval:ratio_rate6h',
        expression: share(grownOrZero(APPROVED, approval), grownOrZero(DONE, approval)),
      },
      {
        name: 'colophon:completeness:p50',
        expression: `histogram_quantile(0.5, sum by (le) (rate(colophon_completeness_score_bucket[${completeness}])))`,
      },
    ]
  },
}
