import { entry, type CatalogueEntry } from './entry.ts'

export const RULES_ERRORS = {
  'rules.timeout': entry(
    'permanent',
    504,
    'Rules took longer for the document than they may',
    'A reviewer completes the record. When the text is long and the machine was busy, raise RULES_LIMIT_MS and requeue; otherwise report the text.',
  ),
  'rules.crashed': entry(
    'permanent',
    500,
    'Rules brought their thread down',
    'A reviewer completes the record. A defect: report the text; the log names the part of the rules.',
  ),
  'rules.unavailable': entry(
    'transient',
    503,
    'No thread can be started for the rules',
    'It is tried again; check the memory and process limits of the machine.',
  ),
} as const satisfies Record<string, CatalogueEntry>
