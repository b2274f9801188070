import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { detectLanguages } from '@colophon/methods/language'
import { repairText } from '@colophon/methods/repair'
import { readStructure } from '@colophon/profiles/letters/rules/structure'
import {
  shownBy,
  WEIGHED,
  type Signs,
  type WeighedField,
} from '@colophon/profiles/letters/rules/sureness'

/** A value that the rules found in a benchmark letter, with what they saw of it. */
export interface MeasuredValue {
  id: string
  edition: string
  variant: 'clean' | 'noisy'
  field: WeighedField
  value: string
  /** The share that the rule has. */
  rule: number
  signs: Signs
  /** Null where the edition does not record the field. */
  right: boolean | null
}

interface Line {
  id: string
  text: string
  text_noisy: string
  source: { edition: string }
}

const linesOf = (file: string): Line[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Line)

function valuesOf({ id, source, ...texts }: Line, variant: 'clean' | 'noisy') {
  const { text } = repairText(variant === 'clean' ? texts.text : texts.text_noisy)
  const language = detectLanguages(text)[0]?.value ?? 'und'
  const shown = shownBy(text, readStructure(text, { language }))
  return WEIGHED.flatMap((field) => {
    const known = shown[field]
    if (known === undefined) return []
    const { value, confidence } = known.found
    const name = typeof value === 'string' ? value : (value as { name: string }).name
    const { evidence } = known.found
    const written = evidence ? text.slice(evidence.start, evidence.end) : ''
    const about = { written, id, edition: source.edition, variant, field, value: name }
    return [{ ...about, rule: confidence, signs: known.signs }]
  })
}

/** All values of all letters, clean and misread, each with whether it is right. */
export function measuredValues(bench: string): { letters: number; values: MeasuredValue[] } {
  const file = join(bench, 'public.jsonl')
  const lines = linesOf(file)
  const found = lines.flatMap((line) => [...valuesOf(line, 'clean'), ...valuesOf(line, 'noisy')])
  const judge = fileURLToPath(new URL('right.py', import.meta.url))
  const answers = execFileSync('python3', [judge, bench, file], {
    input: found.map((value) => JSON.stringify(value)).join('\n'),
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
    .trim()
    .split('\n')
    .map((answer) => JSON.parse(answer) as boolean | null)
  return {
    letters: lines.length,
    values: found.map((value, index) => ({ ...value, right: answers[index] ?? null })),
  }
}
