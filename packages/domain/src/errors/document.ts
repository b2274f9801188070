import { entry, type CatalogueEntry } from './entry.ts'

export const DOCUMENT_ERRORS = {
  'document.not_found': entry(
    'permanent',
    404,
    'No such document',
    'Check the id; `colophon status JOB` lists them.',
  ),
  'document.no_image': entry(
    'permanent',
    404,
    'The page has no image here',
    'Submit the document with it, or set IMAGES_DIR to the folder where images of pages are kept.',
  ),
  'document.attempts_exhausted': entry(
    'permanent',
    500,
    'The document failed at every attempt',
    'See its last error, remove the cause, then `colophon requeue`.',
  ),
  'document.time_limit': entry(
    'permanent',
    504,
    'The document took longer than allowed',
    'See which agent was slow, then `colophon requeue`.',
  ),
  'document.other_collection': entry(
    'permanent',
    409,
    'Another collection has a document of this id',
    'Give it another id (`--id-prefix`), or replace that document: `--replace`, over HTTP `replace=true`.',
  ),
  'document.other_machine': entry(
    'permanent',
    409,
    'A file of the same place on another machine has this id, with another text',
    'Tell the machines apart with `--id-prefix`, or replace that document: `--replace`, over HTTP `replace=true`.',
  ),
  'document.other_profile': entry(
    'permanent',
    409,
    'A document of another profile has this id',
    'Give it another id (`--id-prefix`): a record never becomes one of another kind.',
  ),
} as const satisfies Record<string, CatalogueEntry>
