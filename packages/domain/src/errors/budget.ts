import { entry, type CatalogueEntry } from './entry.ts'

export const BUDGET_ERRORS = {
  'budget.exhausted': entry(
    'budget',
    402,
    'The budget does not allow this call',
    'Wait for the next period or raise the limit, then requeue.',
  ),
} as const satisfies Record<string, CatalogueEntry>
