import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { outputRecord } from '@colophon/formats/write'
import type { DocumentRecord } from '@colophon/domain'
import type { Letter, Variant } from './letters.ts'

export interface Score {
  /** Mean F1 of the core fields, 0–1. */
  coreF1: number
  fields: Record<string, { f1: number | null }>
  autoApproved: number
  /** Share of wrong sender, recipient and date values in approved documents; null where there are none. */
  wrongApproved: number | null
}

interface Report {
  score: {
    variants: Record<
      string,
      { core_macro_f1: number; fields: Record<string, { f1: number | null }> }
    >
  }
  colophon: { auto_approved: number; auto_error_rate: number | null }
}

/** The figures of the benchmark's own scorer. */
export function score(
  bench: string,
  variant: Variant,
  letters: readonly Letter[],
  documents: readonly DocumentRecord[],
): Score {
  const folder = mkdtempSync(join(tmpdir(), 'colophon-score-'))
  try {
    const [truth, found] = [join(folder, 'truth.jsonl'), join(folder, 'found.jsonl')]
    const lines = (items: readonly unknown[]) =>
      items.map((item) => JSON.stringify(item)).join('\n')
    // Both texts are the one that was read.
    writeFileSync(truth, lines(letters.map((letter) => ({ ...letter, text_noisy: letter.text }))))
    writeFileSync(found, lines(documents.map((document) => outputRecord(document))))
    const args = [join(bench, 'report.py'), truth, found, '--variant', variant, '--json']
    const json = execFileSync('python3', args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
    const { score: scored, colophon } = JSON.parse(json) as Report
    const own = scored.variants[variant]
    if (own === undefined) throw new Error(`the scorer says nothing of ${variant}`)
    return {
      coreF1: own.core_macro_f1,
      fields: own.fields,
      autoApproved: colophon.auto_approved,
      wrongApproved: colophon.auto_error_rate,
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
