/**
 * `node proof/bench/local-model.ts [LETTERS]`: what becomes of the sample letters (or the first LETTERS of them) with a
 * real Ollama and its smallest model, and with the simulated one. Answers are bounded, so that it ends in minutes.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { openModels } from '@colophon/adapters/models'
import { formatTable } from '@colophon/cli/table'
import type { DocumentRecord } from '@colophon/domain'
import { LETTER_AGENTS } from '@colophon/profiles/letters/agents'
import { LOCAL_MODEL, skipWithoutOllama, startOllama } from '@colophon/testkit'
import { startSimulatedOllama } from '@colophon/testkit/providers'
import { enrichLetters } from '../trust/pipeline.ts'

const SAMPLES = fileURLToPath(new URL('../../samples/letters/', import.meta.url))
const FIELDS_AT_ONCE = 1
const QUERY = 'num_ctx=4096&num_predict=60'

function letters(): { id: string; text: string }[] {
  const files = readdirSync(SAMPLES, { withFileTypes: true }).filter((entry) => entry.isFile())
  return files.map(({ name: file }) => {
    const written = readFileSync(SAMPLES + file, 'utf8')
    if (!file.endsWith('.json')) return { id: file, text: written }
    const { text, pages } = JSON.parse(written) as {
      text?: string
      pages?: (string | { text: string })[]
    }
    const parts = pages?.map((page) => (typeof page === 'string' ? page : page.text)) ?? []
    return { id: file, text: text ?? parts.join('\f') }
  })
}

/** How often each of a kind was met. */
class Tally extends Map<string, number> {
  add(kind: string, count = 1): void {
    this.set(kind, (this.get(kind) ?? 0) + count)
  }
  told = (): string =>
    [...this]
      .map(([kind, count]) => `${count} ${kind}`)
      .toSorted()
      .join(', ') || 'none'
}

const endOf = ({ status, attempts }: DocumentRecord): string =>
  attempts > 1 ? `${status} after ${attempts} attempts` : status

async function rowOf(name: string, url: string): Promise<string[]> {
  const [calls, values, ends, degraded] = [new Tally(), new Tally(), new Tally(), new Tally()]
  const startedAt = performance.now()
  await using models = await openModels(
    { local: url },
    {
      events: {
        call({ outcome }) {
          calls.add(outcome)
        },
      },
    },
  )
  const documents = await enrichLetters(letters().slice(0, Number(process.argv[2] ?? Infinity)), {
    agents: LETTER_AGENTS,
    models,
    maxFields: { local: FIELDS_AT_ONCE },
    onAnswer({ model_values: counts = [] }) {
      for (const { outcome, count } of counts) values.add(outcome, count)
    },
  })
  const seconds = (performance.now() - startedAt) / 1000
  for (const document of documents) {
    ends.add(endOf(document))
    for (const [agent, { status, why }] of Object.entries(document.agents))
      if (status === 'degraded') degraded.add(`${agent} ${why ?? ''}`)
  }
  const all = [ends, calls, values, degraded].map((tally) => tally.told())
  return [name, ...all, seconds.toFixed(0)]
}

/** Ends what was started for it, the last first. */
class Scope {
  readonly name = 'bench'
  readonly #ends: (() => void | Promise<void>)[] = []
  after(end: () => void | Promise<void>): void {
    this.#ends.push(end)
  }
  async [Symbol.asyncDispose](): Promise<void> {
    for (const end of this.#ends.toReversed()) await end()
  }
}

const absent = skipWithoutOllama()
if (absent !== false) {
  process.stderr.write(`${absent}\n`)
  process.exit(1)
}
await using simulated = await startSimulatedOllama()
await using scope = new Scope()
const real = await startOllama(scope)
const HEAD = ['model', 'documents', 'calls', 'values', 'degraded', 'seconds']
const rows = [HEAD]
for (const [name, url] of [
  ['simulated', `ollama://127.0.0.1:${simulated.port}/llama3.2?${QUERY}`],
  ['real', `ollama://${real.host}/${LOCAL_MODEL}?${QUERY}`],
] as const) {
  const row = await rowOf(name, url)
  process.stderr.write(`${row.join(' | ')}\n`)
  rows.push(row)
}
process.stdout.write(`${formatTable(rows)}\n`)
