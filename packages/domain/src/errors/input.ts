import { entry, type CatalogueEntry } from './entry.ts'

export const INPUT_ERRORS = {
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
  'input.invalid_csv': entry(
    'permanent',
    422,
    'The input is not a valid table',
    'Write CSV as RFC 4180 says: a header, cells with quotes or line ends in quotes, quotes doubled.',
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
  'input.image': entry(
    'permanent',
    422,
    'The image of a page cannot be taken',
    'Give a PNG or JPEG file below the folder of the input, with its width and height in pixels; over HTTP leave images out.',
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
} as const satisfies Record<string, CatalogueEntry>
