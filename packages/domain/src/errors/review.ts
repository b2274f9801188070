import { entry, type CatalogueEntry } from './entry.ts'

export const REVIEW_ERRORS = {
  'review.not_found': entry(
    'permanent',
    404,
    'No such review task',
    'Check the id; the queue lists them.',
  ),
  'review.conflict': entry(
    'permanent',
    409,
    'The review task is not in a state that allows this',
    'Load it again and look at its status.',
  ),
  'review.lease_lost': entry(
    'permanent',
    409,
    'The review task is not held by who decides on it',
    'Take the task again, then send the same decision; `holder` says who has it now, if anybody.',
  ),
  'review.held': entry(
    'permanent',
    409,
    'Somebody else works on the review task, or is to',
    'Take another task, or ask a lead to take it over.',
  ),
  'review.barred': entry(
    'permanent',
    409,
    'The second look at a document is for somebody else',
    'Leave it to another reviewer.',
  ),
  'review.revision_conflict': entry(
    'permanent',
    409,
    'The document has changed since it was read',
    'Look at `theirs`, then send what is still wanted of `yours` with the revision named there.',
  ),
  'review.revision_missing': entry(
    'permanent',
    428,
    'The revision that was read is not named',
    'Send the `etag` of the task as `if-match`.',
  ),
  'review.invalid_path': entry(
    'permanent',
    422,
    'The records of the profile have nothing at this path',
    'See `GET /api/profiles` for the fields and the schema; items of lists are named by their place.',
  ),
  'review.invalid_value': entry(
    'permanent',
    422,
    'The value does not fit the field',
    'Send what the message says is expected, or decide `not_in_document` or `illegible`.',
  ),
  'review.invalid_evidence': entry(
    'permanent',
    422,
    'The span names no words of the text',
    'Select the words again: offsets are UTF-16 units of the text, between its characters.',
  ),
  'review.invalid_decision': entry(
    'permanent',
    422,
    'The decision does not fit the field as it stands',
    'Load the task again and look at the field; the message says what is possible.',
  ),
  'review.bulk_too_large': entry(
    'permanent',
    422,
    'More than can be changed at once',
    'Narrow the filter, by collection or reason for example, or select fewer; the message says how many there are.',
  ),
  'review.comment_not_found': entry(
    'permanent',
    404,
    'No such comment',
    'Check the id; the comments of the task list them.',
  ),
  'review.change_not_found': entry(
    'permanent',
    404,
    'No such change',
    'Check the token: it came with the answer to the decision.',
  ),
  'review.version_not_found': entry(
    'permanent',
    404,
    'The record has no version of this revision',
    'The history lists the revisions.',
  ),
} as const satisfies Record<string, CatalogueEntry>
