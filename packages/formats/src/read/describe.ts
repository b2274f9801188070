import type { z } from 'zod'

const MAX_ISSUES_NAMED = 3

/** Faults by path, as a schema found them; never the values. */
export function describe(error: z.ZodError): string {
  const issues = error.issues.map((issue) =>
    `${issue.path.map(String).join('.')} ${issue.message.replace(/^Invalid input: /, '')}`.trim(),
  )
  const named = issues.slice(0, MAX_ISSUES_NAMED).join('; ')
  const more = issues.length - MAX_ISSUES_NAMED
  return more > 0 ? `${named}; and ${more} more` : named
}
