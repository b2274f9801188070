import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Worker } from 'node:worker_threads'
import { SUBJECTS, textsOf } from './growth/subjects.ts'
import type { Report } from './growth/worker.ts'

/** A text of 64 characters that takes this long will not end. */
const SILENCE_MS = 120_000

/** Runs everything in a thread, so that work without an end is named and ended. */
async function watched(onReport: (report: Report) => void): Promise<void> {
  const worker = new Worker(new URL('growth/worker.ts', import.meta.url))
  let current = 'loading'
  await new Promise<void>((resolve, reject) => {
    const silence = setTimeout(() => {
      reject(new Error(`no end: ${current}`))
    }, SILENCE_MS)
    worker.on('message', (report: Report) => {
      if ('begins' in report) current = report.begins
      silence.refresh()
      onReport(report)
    })
    worker.on('error', reject)
    worker.on('exit', () => {
      clearTimeout(silence)
      resolve()
    })
  }).finally(() => worker.terminate())
}

test('work on a text grows with its length, whatever stands in it', async () => {
  const offences: string[] = []
  let ended = 0
  await watched((report) => {
    if (!('ends' in report)) return
    ended++
    if (report.offence !== null) offences.push(`${report.ends}: ${report.offence}`)
  })
  assert.deepEqual(offences, [])
  assert.equal(ended, SUBJECTS.flatMap(textsOf).length)
})
