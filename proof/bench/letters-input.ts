import { readFileSync, writeFileSync } from 'node:fs'

/** A line of `public.jsonl`, as far as an enricher may see it. */
export interface BenchLetter {
  id: string
  language: string
  text: string
  text_noisy: string
  source: { edition: string }
}

export interface BenchInput {
  id: string
  text: string
  collection_id: string
}

export type Variant = 'clean' | 'noisy'

export const linesOf = (file: string): unknown[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line): unknown => JSON.parse(line))

export const writeLines = (file: string, values: readonly unknown[]): void => {
  writeFileSync(file, values.map((value) => `${JSON.stringify(value)}\n`).join(''))
}

/** The enricher gets the text and the edition, and nothing of the truth. */
export const inputsOf = (letters: readonly BenchLetter[], variant: Variant): BenchInput[] =>
  letters.map(({ id, text, text_noisy: noisy, source }) => ({
    id,
    text: variant === 'clean' ? text : noisy,
    collection_id: source.edition,
  }))
