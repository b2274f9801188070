import { entry, type CatalogueEntry } from './entry.ts'

/** Configuration, input, output, store and bus. */
export const SETUP_ERRORS = {
  'config.invalid': entry(
    'permanent',
    500,
    'The configuration is not valid',
    'Correct the variables named in the message; docs/reference/config.md lists them all.',
  ),
  'config.unknown_scheme': entry(
    'permanent',
    500,
    'The URL scheme has no adapter',
    'Use one of the schemes named in the message.',
  ),
  'config.insecure': entry(
    'permanent',
    500,
    'The configuration is not safe to run with',
    'Set real secrets, or bind to loopback; the message names the setting.',
  ),
  'input.not_found': entry('permanent', 404, 'The input does not exist', 'Check the path.'),
  'input.unreadable': entry(
    'permanent',
    422,
    'The input cannot be read',
    'Check its permissions, then enrich it again.',
  ),
  'input.empty': entry(
    'permanent',
    422,
    'The document has no text',
    'Run the OCR again or leave the document out; there is nothing to describe.',
  ),
  'input.binary': entry(
    'permanent',
    422,
    'The input is not text',
    'Give the OCR text of the document, not the image or a binary file.',
  ),
  'input.encoding': entry(
    'permanent',
    422,
    'The input is not valid UTF-8',
    'Convert the file to UTF-8 (for example with iconv), then enrich it again.',
  ),
  'input.too_large': entry(
    'permanent',
    413,
    'The text is larger than the limit',
    'Split the document, or raise MAX_TEXT_BYTES.',
  ),
  'input.invalid_json': entry(
    'permanent',
    422,
    'The line or file is not valid JSON',
    'Correct the JSON at the place named in the message.',
  ),
  'input.invalid_document': entry(
    'permanent',
    422,
    'The document does not have the expected form',
    'A document is {id?, text | pages[], language?, collection_id?, source?, ocr_confidence?}.',
  ),
  'input.invalid_ocr_job': entry(
    'permanent',
    422,
    'The OCR job does not have the expected form',
    'An OCR job is {tenant_id?, job_id, status, documents[], created_at}: correct it, and set its status to completed again.',
  ),
  'input.duplicate_id': entry(
    'permanent',
    409,
    'Two documents of one batch have the same id and different texts',
    'Give each document an id of its own.',
  ),
  'input.unsupported': entry(
    'permanent',
    415,
    'The file type is not supported',
    'Give .txt, .md, .json or .jsonl files, or folders of them.',
  ),
  'output.failed': entry(
    'permanent',
    500,
    'The output cannot be written',
    'Check free space and permissions of the output folder; the records are in the store, so run the same command again.',
  ),
  'output.refused': entry(
    'permanent',
    409,
    'The output would take the place of something else',
    'Name another file. --overwrite replaces a file that is neither the store nor an input.',
  ),
  'output.format': entry(
    'permanent',
    400,
    'The name of the output says no format that there is',
    'Name a .jsonl, .json or .csv file, or say which with --format.',
  ),
  'store.unavailable': entry(
    'transient',
    503,
    'The store does not answer',
    'Check STORE_URL and that the server runs; work goes on by itself when it is back.',
  ),
  'store.full': entry(
    'transient',
    507,
    'The store cannot write',
    'Free disk space; nothing that was confirmed is lost.',
  ),
  'store.read_only': entry(
    'transient',
    503,
    'The store can be read and not written',
    'Let this user write to the file of the store, to those beside it and to their folder, on a file system that is mounted for writing.',
  ),
  'store.corrupt': entry(
    'permanent',
    500,
    'The store file is damaged or not a Colophon store',
    'Restore it from a backup, or name another file in STORE_URL.',
  ),
  'store.schema_newer': entry(
    'permanent',
    500,
    'The store was written by a newer version',
    'Upgrade Colophon, or name another store.',
  ),
  'bus.unavailable': entry(
    'transient',
    503,
    'The bus does not answer',
    'Check BUS_URL and that the broker runs; nothing is lost, the store owns the work.',
  ),
  'bus.rejected': entry(
    'permanent',
    500,
    'The bus cannot carry the message',
    'A defect: the message is empty or too large, or its topic has no valid name.',
  ),
} as const satisfies Record<string, CatalogueEntry>
