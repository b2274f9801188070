/** `node proof/faults/main.ts`: breaks the distributed form in ten ways, and looks which alerts reach the Alertmanager. */
import { parseArgs } from 'node:util'
import { shutdownSignal } from '@colophon/runtime'
import { loadFactor } from '../stack/index.ts'
import { FAULTS, GROUPS, type Fault } from './faults.ts'
import { judge, type Judged } from './judge.ts'
import { reportText } from './report.ts'
import { startStage, type Stage } from './stage.ts'

const USAGE = `node proof/faults/main.ts [--together] [--only PART]

  --together   faults that do not disturb one another strike at once
  --only PART  those alone with PART in their names

Needs nsqd, nsqlookupd, Prometheus and Alertmanager (.ci/install-servers), and root for a disk that can be filled.
Prints a table; exit code 1: an alert was raised that should not be, or one was not that should.
`

const say = (line: string): void => {
  process.stderr.write(`${line}\n`)
}

function chosen(together: boolean, only: string): (readonly Fault[])[] {
  const groups = together ? GROUPS : FAULTS.map((fault) => [fault])
  return groups
    .map((group) => group.filter(({ name }) => name.includes(only)))
    .filter((group) => group.length > 0)
}

async function strikeAll(stage: Stage, groups: readonly (readonly Fault[])[], stop: AbortSignal) {
  const judged: Judged[] = []
  for (const group of groups) {
    if (stop.aborted) break
    const possible = group.filter(({ needs }) => needs !== 'disk' || stage.disk !== undefined)
    if (possible.length < group.length) say('left out, no small disk can be mounted: disk full')
    if (possible.length === 0) continue
    say(possible.map(({ name }) => name).join('; '))
    judged.push(await judge(stage, possible))
  }
  return judged
}

const { values } = parseArgs({
  options: {
    together: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    help: { type: 'boolean', default: false },
  },
})

/** The exit code. */
async function run(): Promise<number> {
  using stop = shutdownSignal()
  await using ends = new AsyncDisposableStack()
  const scope = {
    name: 'faults',
    after: (end: () => void | Promise<void>) => {
      ends.defer(async () => {
        await end()
      })
    },
  }
  say(`starting; the machine is ${loadFactor().toFixed(1)} times as busy as an idle one`)
  const stage = await startStage(scope)
  const judged = await strikeAll(stage, chosen(values.together, values.only), stop)
  process.stdout.write(reportText(judged))
  return judged.length > 0 && judged.every(({ wrong }) => wrong.length === 0) ? 0 : 1
}

if (values.help) process.stdout.write(USAGE)
else process.exitCode = await run()
