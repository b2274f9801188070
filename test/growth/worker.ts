import { parentPort } from 'node:worker_threads'
import { SUBJECTS, textsOf, type Subject } from './subjects.ts'

/** News of one text: before its work, and with what was found after it. */
export type Report = { begins: string } | { ends: string; offence: string | null }

/** Work may grow somewhat faster than the text (sorting, caches that overflow), and nowhere near with its square. */
const DEGREE = 1.5
/** CPU time of the thread that says nothing about growth: compiling, collecting, a cold cache. */
const FLOOR_MS = 150
const TRIES = 6

/** Time of this thread alone: what else the machine does is not in it. */
async function cpuMs(work: Subject['work'], text: string): Promise<number> {
  const before = process.threadCpuUsage()
  await work(text)
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / 1_000
}

/**
 * The least of some tries, since a neighbour takes cache and clock from some of them; a first one below the bound is good
 * enough.
 */
async function least(work: Subject['work'], text: string, bound: number): Promise<number> {
  let best = Infinity
  for (let tries = 0; tries < TRIES && best > bound; tries++)
    best = Math.min(best, await cpuMs(work, text))
  return best
}

async function offenceOf(
  { lengths, work }: Subject,
  make: (length: number) => string,
): Promise<string | null> {
  let [shorter, known] = [0, 0]
  for (const length of lengths) {
    const bound = FLOOR_MS + (shorter === 0 ? 0 : known * (length / shorter) ** DEGREE)
    const spent = await least(work, make(length), bound)
    if (spent > bound) {
      const figures = `${Math.round(spent)} ms of CPU, after ${Math.round(known)} ms for ${shorter}`
      return `${length} characters took ${figures}`
    }
    ;[shorter, known] = [length, spent]
  }
  return null
}

const tell = (report: Report): void => parentPort?.postMessage(report)

for (const subject of SUBJECTS)
  for (const { name, make } of textsOf(subject)) {
    const what = `${subject.name}, ${name}`
    tell({ begins: what })
    tell({ ends: what, offence: await offenceOf(subject, make) })
  }
