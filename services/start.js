// Plain JavaScript on purpose: an older Node can read it, and say what to do. It cannot even read the name of a main.ts.
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const NEEDED = 24
const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..')
const SERVICES = ['coordinator', 'enrichment-worker', 'review-api', 'cost-api']

function refuse(message) {
  console.error(`start: ${message}`)
  process.exit(1)
}

function whatToDo() {
  const folder = join(ROOT, 'node_modules', '.bin')
  return existsSync(join(folder, 'node'))
    ? `Its own is in ${folder}: put it first with  export PATH="${folder}:$PATH"`
    : `Run "npm ci" in ${ROOT}: it brings one along, in node_modules/.bin.`
}

function commandOf(name) {
  if (SERVICES.includes(name)) return [join(ROOT, 'services', name, 'src/main.ts')]
  // The host knows the agents there are, and names them to who asks for another.
  if (name?.endsWith('-agent')) return [join(ROOT, 'services/agent-host/src/main.ts'), name]
  return refuse(
    `name the program to run: ${SERVICES.join(', ')}, or an agent such as metadata-agent`,
  )
}

if (Number(process.versions.node.split('.')[0]) < NEEDED)
  refuse(
    `Colophon needs Node ${NEEDED} or newer, and ${process.execPath} is ${process.version}. ${whatToDo()}`,
  )
if (process.execve === undefined) refuse('this system cannot do it: run its main.ts with node')
// In place of this process: its id stays, and signals need no passing on.
const command = [process.execPath, ...process.execArgv, ...commandOf(process.argv[2])]
process.execve(process.execPath, command, process.env)
