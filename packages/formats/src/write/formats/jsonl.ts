import type { OutputFormat } from '../output-format.ts'

export const jsonl = {
  name: 'jsonl',
  endings: ['.jsonl', '.ndjson'],
  mediaType: 'application/x-ndjson',
  writer: () => ({ start: '', record: (record) => `${JSON.stringify(record)}\n`, end: '' }),
} as const satisfies OutputFormat
