import { entry, type CatalogueEntry } from './entry.ts'

export const BUDGET_ERRORS = {
  'budget.exhausted': entry(
    'budget',
    402,
    'The budget does not allow this call',
    'Wait for the next period or raise the limit, then requeue.',
  ),
  'budget.stopped': entry(
    'permanent',
    402,
    'The budget is spent, and says that documents stop there',
    'Raise the budget, or have it say `local_only`; then requeue what has failed.',
  ),
  'budget.not_found': entry(
    'permanent',
    404,
    'No such budget',
    'Check scope and id; `GET /api/cost/budget` lists those that were set.',
  ),
  'budget.changed': entry(
    'permanent',
    412,
    'Somebody else has changed the budget',
    'Load it again, then send what is still wanted with the `etag` of that answer.',
  ),
  'budget.revision_missing': entry(
    'permanent',
    428,
    'The revision of the budget that was read is not named',
    'Send the `etag` of the budget as `if-match`; `"0"` where nobody has set one yet.',
  ),
  'budget.too_many': entry(
    'permanent',
    409,
    'The tenant has as many budgets as it may',
    'Lift those of jobs that have ended, then set this one.',
  ),
} as const satisfies Record<string, CatalogueEntry>
