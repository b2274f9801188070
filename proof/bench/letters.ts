/**
 * `npm run bench:letters [DIR]`: enriches the benchmark letters, clean and noisy, and prints the scorer's report. DIR
 * holds public.jsonl and report.py; it is ../shared/letters-bench unless named.
 */
import { spawnSync } from 'node:child_process'
import { createReadStream, createWriteStream, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const LAUNCHER = fileURLToPath(new URL('../../packages/cli/bin/colophon.js', import.meta.url))
const bench = resolve(process.argv[2] ?? '../shared/letters-bench')
const truth = join(bench, 'public.jsonl')

function run(command: string, args: string[], cwd: string): void {
  const { status } = spawnSync(command, args, { cwd, stdio: 'inherit' })
  if (status !== 0) throw new Error(`${command} ended with ${String(status)}`)
}

/** The enricher gets the text and nothing of the truth. */
async function writeInput(variant: 'clean' | 'noisy', file: string): Promise<void> {
  const out = createWriteStream(file)
  for await (const line of createInterface({ input: createReadStream(truth) })) {
    if (line.trim() === '') continue
    const {
      id,
      text,
      text_noisy: noisy,
    } = JSON.parse(line) as { id: string; text: string; text_noisy: string }
    out.write(`${JSON.stringify({ id, text: variant === 'clean' ? text : noisy })}\n`)
  }
  out.end()
  await once(out, 'finish')
}

if (!existsSync(truth)) {
  process.stderr.write(
    `There are no benchmark letters at ${truth}: name their folder as the argument.\n`,
  )
  process.exit(1)
}
const folder = mkdtempSync(join(tmpdir(), 'colophon-letters-'))
try {
  for (const variant of ['clean', 'noisy'] as const) {
    const [input, output] = [join(folder, `${variant}.jsonl`), join(folder, `${variant}.out.jsonl`)]
    await writeInput(variant, input)
    process.env['STORE_URL'] = `sqlite:${join(folder, `${variant}.db`)}`
    run(process.execPath, [LAUNCHER, 'enrich', input, '--out', output], folder)
    run(
      'python3',
      [join(bench, 'report.py'), truth, output, '--variant', variant, '--by', 'language'],
      folder,
    )
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
