/**
 * A process for the crash tests: `writer.ts <file> submit` submits and reports what was acknowledged until it is
 * killed; `writer.ts <file> claim <owner>` claims every document it can get, then reports them and ends;
 * `writer.ts <file> close` closes the store while it writes.
 */
import { openStore } from '../../../src/store/open.ts'
import { aCompletion, aCost, aDocument, aJob, anAnswer } from '@colophon/testkit'

const [file = '', mode = '', owner = ''] = process.argv.slice(2)
const report = (line: string): boolean => process.stdout.write(`${line}\n`)
const TENANT = 'default'

async function submitForever(): Promise<void> {
  await using store = await openStore(`sqlite:${file}`)
  const job = aJob({ enrichment_job_id: 'job' })
  await store.jobs.create(job)
  const run = async (lane: number): Promise<void> => {
    for (let n = 0; ; n++) {
      const document_id = `${String(lane)}-${String(n)}`
      await store.jobs.submit(job, [aDocument({ document_id })])
      report(`submitted ${document_id}`)
      const claim = await store.work.claim(TENANT, document_id, 'writer', 60_000)
      if (claim === null) throw new Error(`${document_id} cannot be claimed`)
      const cost = aCost({ record_id: document_id, document_id, amount_pico_usd: 7n })
      await store.work.putAnswer(claim.ref, anAnswer({ key: document_id }), [cost], 'run')
      report(`stepped ${document_id}`)
      await store.work.commit(claim.ref, aCompletion())
      report(`committed ${document_id}`)
    }
  }
  await Promise.all(Array.from({ length: 8 }, (_, lane) => run(lane)))
}

async function claimAll(): Promise<void> {
  await using store = await openStore(`sqlite:${file}`)
  for (;;) {
    const pending = await store.dispatch.pending(20)
    if (pending.length === 0) return
    for (const { document_id } of pending) {
      const claim = await store.work.claim(TENANT, document_id, owner, 60_000)
      if (claim === null) continue
      await store.work.commit(claim.ref, aCompletion())
      report(document_id)
    }
  }
}

/** Closes while something is still asked, with nothing else to keep the process alive. */
async function closeInTheMiddle(): Promise<void> {
  const store = await openStore(`sqlite:${file}`)
  const created = store.jobs.create(aJob({ enrichment_job_id: 'job' }))
  await store[Symbol.asyncDispose]()
  await created
  report('closed')
}

const MODES: Record<string, () => Promise<void>> = {
  submit: submitForever,
  claim: claimAll,
  close: closeInTheMiddle,
}
await MODES[mode]?.()
