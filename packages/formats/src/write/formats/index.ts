import type { OutputFormat } from '../output-format.ts'
import { csv } from './csv.ts'
import { json } from './json.ts'
import { jsonl } from './jsonl.ts'

/** Every kind of file that records are written to; without any hint it is the first. */
const FORMATS = [jsonl, json, csv] as const
export type OutputFormatName = (typeof FORMATS)[number]['name']
export const OUTPUT_FORMATS: readonly (OutputFormat & { name: OutputFormatName })[] = FORMATS

export const OUTPUT_FORMAT_NAMES = OUTPUT_FORMATS.map(({ name }) => name)

const byName = Object.fromEntries(OUTPUT_FORMATS.map((format) => [format.name, format])) as Record<
  OutputFormatName,
  OutputFormat
>

export const outputFormat = (name: OutputFormatName): OutputFormat => byName[name]

/** Undefined for an ending that no format has. */
export const outputFormatOfEnding = (ending: string): OutputFormatName | undefined =>
  OUTPUT_FORMATS.find(({ endings }) => endings.includes(ending))?.name
