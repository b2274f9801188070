import type { OutputFormat } from '../output-format.ts'

export const json = {
  name: 'json',
  endings: ['.json'],
  mediaType: 'application/json',
  writer: () => ({
    start: '[',
    record: (record, index) => `${index === 0 ? '' : ','}\n${JSON.stringify(record)}`,
    end: '\n]\n',
  }),
  single: (record) => `${JSON.stringify(record)}\n`,
} as const satisfies OutputFormat
