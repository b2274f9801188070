import assert from 'node:assert/strict'
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { openStore } from '@colophon/adapters/store'
import { temporaryFolder } from '@colophon/testkit'
import { LAUNCHER, plainEnvironment, until } from './command.ts'

const LETTERS = 150

const lines = (count: number): string =>
  Array.from({ length: count }, (_, n) =>
    JSON.stringify({
      id: `d${n}`,
      text: `Hamburg, den 3. Mai 1846\n\nLieber Freund,\n\nBrief ${n}.`,
    }),
  ).join('\n')

interface Started {
  child: ChildProcess
  stderr: () => string
}

/** `colophon` with standard input that never ends and standard output that nobody reads. */
function start(t: TestContext, cwd: string, args: readonly string[]): Started {
  const child = spawn(process.execPath, [LAUNCHER, ...args], {
    cwd,
    env: plainEnvironment(),
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  t.after(() => child.kill('SIGKILL'))
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  return { child, stderr: () => said }
}

/** Exit code, or that of the signal as a shell has it. */
async function stopWith({ child }: Started, signal: 'SIGINT' | 'SIGTERM'): Promise<number | null> {
  const ended = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>
  child.kill(signal)
  const [code, by] = await ended
  return code ?? (by === 'SIGINT' ? 130 : by === 'SIGTERM' ? 143 : null)
}

async function documentsDone(folder: string): Promise<number> {
  await using store = await openStore(`sqlite:${join(folder, 'data', 'colophon.db')}`)
  const [job] = (await store.jobs.list('default', { limit: 1 })).items
  if (job === undefined) return 0
  return (await store.jobs.counts('default', job.enrichment_job_id)).completed
}

const storeIsThere = (folder: string): Promise<boolean> =>
  until(
    'the store is there',
    30_000,
    () => existsSync(join(folder, 'data/colophon.db')) || undefined,
  )

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  test(`${signal} ends a run whose reader does not read, and says what is done and what is written`, async (t) => {
    const folder = temporaryFolder(t)
    writeFileSync(join(folder, 'in.jsonl'), lines(LETTERS))
    const run = start(t, folder, ['enrich', 'in.jsonl', '--out', '-'])
    await storeIsThere(folder)
    await until('all is done in the store', 60_000, async () =>
      (await documentsDone(folder)) === LETTERS ? true : undefined,
    )
    assert.equal(await stopWith(run, signal), code, run.stderr())
    const [, done, submitted, written] =
      /stopped: (\d+) of (\d+) documents done, (\d+) written; run the same/.exec(run.stderr()) ?? []
    assert.deepEqual([done, submitted], [String(LETTERS), String(LETTERS)], run.stderr())
    assert.ok(Number(written) < LETTERS)
  })
}

test('a run that waits for its input ends at the first signal, and leaves no job', async (t) => {
  const folder = temporaryFolder(t)
  execFileSync('mkfifo', [join(folder, 'pipe')])
  for (const [input, signal, code] of [
    ['-', 'SIGTERM', 143],
    ['pipe', 'SIGINT', 130],
  ] as const) {
    const run = start(t, folder, ['enrich', input, '--out', 'out.jsonl'])
    const part = join(folder, `.out.jsonl.${String(run.child.pid)}.part`)
    await until('the output is open', 30_000, () => existsSync(part) || undefined)
    await new Promise((resolve) => setTimeout(resolve, 500))
    assert.equal(await stopWith(run, signal), code, run.stderr())
    assert.match(run.stderr(), /0 of 0 documents that were read done, 0 written \(out\.jsonl is as/)
  }
  assert.ok(!existsSync(join(folder, 'out.jsonl')))
  await using store = await openStore(`sqlite:${join(folder, 'data', 'colophon.db')}`)
  assert.deepEqual((await store.jobs.list('default', { limit: 10 })).items, [])
})

test('documents that were read before the signal stay in the store for the next run', async (t) => {
  const folder = temporaryFolder(t)
  const run = start(t, folder, ['enrich', '-'])
  // More than one batch, and no end.
  run.child.stdin?.write(`${lines(450)}\n`)
  await storeIsThere(folder)
  await until('a batch is in the store', 60_000, async () =>
    (await documentsDone(folder)) > 0 ? true : undefined,
  )
  assert.equal(await stopWith(run, 'SIGINT'), 130, run.stderr())
  assert.match(
    run.stderr(),
    /stopped: \d+ of (200|400) documents that were read done; run the same/,
  )
})
