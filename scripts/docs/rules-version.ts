import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const AGENTS = 'packages/agents/src'
export const RULES_VERSION_FILE = `${AGENTS}/rules/version.ts`
export const SUPPORT_VERSION_FILE = `${AGENTS}/support/version.ts`

/** What a model is asked, in which form it answers, and how what it says is held against the document. */
const SUPPORT = [
  'support/**/*.ts',
  'letters/*.ts',
  'prompt.ts',
  'question.ts',
  'answer-schema.ts',
  'judge.ts',
  'proposals.ts',
  'list-items.ts',
]
/** All that makes an answer: the rules, the tools that call them, how a model is asked and its answer resolved. */
const SOURCES = ['rules/**/*.ts', 'support/**/*.ts', 'letters/**/*.ts', '*.ts']
const GENERATED: ReadonlySet<string> = new Set([RULES_VERSION_FILE, SUPPORT_VERSION_FILE])

function fingerprint(root: string, sources: readonly string[]): string {
  const files = globSync([...sources], { cwd: join(root, AGENTS) })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => !GENERATED.has(`${AGENTS}/${file}`))
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
export const RULES_VERSION = '${fingerprint(root, SOURCES)}'
`

export const supportVersionModule = (root: string): string => `/**
 * Fingerprint of how models are asked and their values held against a document: what was measured of models before it
 * changed is not used any more. Written by \`npm run docs\`.
 */
export const SUPPORT_VERSION = '${fingerprint(root, SUPPORT)}'
`
