import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const AGENTS = 'packages/agents/src'
export const RULES_VERSION_FILE = `${AGENTS}/rules/version.ts`

/** All that makes an answer: the rules, the tools that call them, how a model is asked and its answer resolved. */
const SOURCES = ['rules/**/*.ts', 'letters/**/*.ts', '*.ts']

function fingerprint(root: string): string {
  const files = globSync(SOURCES, { cwd: join(root, AGENTS) })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => `${AGENTS}/${file}` !== RULES_VERSION_FILE)
    .sort()
  const hash = createHash('sha256')
  for (const file of files) {
    const source = readFileSync(join(root, AGENTS, file), 'utf8').replaceAll('\r\n', '\n')
    hash.update(`${file}\0${source}\0`)
  }
  return hash.digest('hex').slice(0, 16)
}

export const rulesVersionModule = (root: string): string => `/**
 * Fingerprint of the rules' sources, part of every agent's definition hash: a stored answer of other rules must not be
 * reused. Written by \`npm run docs\`.
 */
export const RULES_VERSION = '${fingerprint(root)}'
`
