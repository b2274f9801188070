/**
 * `npm run check`: all that must hold. What only reads the sources runs two at a time, then the tests, which take both
 * cores themselves. Everything is run, whatever has failed before it: one run tells all there is to mend.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { buffer } from 'node:stream/consumers'

/** Those of a lane run one after another; the lanes take about as long as each other. */
const LANES = [
  ['format:check', 'lint'],
  ['types', 'docs:check'],
]

interface Ended {
  script: string
  seconds: number
  passed: boolean
}

async function run(script: string, output: 'kept' | 'shown'): Promise<Ended> {
  const from = performance.now()
  const stdout = output === 'shown' ? 'inherit' : 'pipe'
  const child = spawn('npm', ['run', script], { stdio: ['ignore', stdout, stdout] })
  const printed = [child.stdout, child.stderr].map((part) => (part === null ? '' : buffer(part)))
  const [status] = (await once(child, 'close')) as [number | null]
  // In one piece: two that are printed together cannot be read.
  for (const part of printed) process.stdout.write(await part)
  return { script, seconds: (performance.now() - from) / 1000, passed: status === 0 }
}

async function inTurn(lane: readonly string[]): Promise<Ended[]> {
  const ended: Ended[] = []
  for (const script of lane) ended.push(await run(script, 'kept'))
  return ended
}

const ended = (await Promise.all(LANES.map(inTurn))).flat()
ended.push(await run('test', 'shown'))
process.stdout.write('\n')
for (const { script, seconds, passed } of ended) {
  const took = `${seconds.toFixed(0)} s`.padStart(7)
  process.stdout.write(`${took}  ${script.padEnd(12)} ${passed ? 'holds' : 'FAILED'}\n`)
}
process.exitCode = ended.every(({ passed }) => passed) ? 0 : 1
