import { extname } from 'node:path'

export interface FileType {
  form: 'text' | 'json' | 'jsonl'
  /** MIME type. */
  format: string
}

const TYPES: Record<string, FileType> = {
  '.txt': { form: 'text', format: 'text/plain' },
  '.md': { form: 'text', format: 'text/markdown' },
  '.json': { form: 'json', format: 'application/json' },
  '.jsonl': { form: 'jsonl', format: 'application/x-ndjson' },
  '.ndjson': { form: 'jsonl', format: 'application/x-ndjson' },
}

export const PLAIN_TEXT: FileType = { form: 'text', format: 'text/plain' }

export const extensionOf = (name: string): string => extname(name).toLowerCase()

/** The type by the file name's extension; undefined when it is none that we read. */
export const fileType = (name: string): FileType | undefined => TYPES[extensionOf(name)]
