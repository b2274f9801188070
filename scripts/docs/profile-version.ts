import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export const VERSION_FILE = 'packages/profiles/src/letters/version.ts'

/** What a model is asked, in which form it answers, and how what it says is held against the document. */
const QUESTIONS = [
  'packages/agents/src/support/**/*.ts',
  'packages/agents/src/{prompt,question,answer-schema,judge,proposals,list-items}.ts',
  'packages/profiles/src/letters/agents/**/*.ts',
]
/** All that makes an answer: the rules, the tools that call them, how a model is asked and its answer resolved. */
const ANSWERS = [
  'packages/agents/src/*.ts',
  'packages/agents/src/support/**/*.ts',
  'packages/methods/src/**/*.ts',
  'packages/profiles/src/letters/**/*.ts',
]

function fingerprint(root: string, sources: readonly string[]): string {
  const files = globSync([...sources], { cwd: root })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file !== VERSION_FILE)
    .sort()
  const hash = createHash('sha256')
  for (const file of files) {
    const source = readFileSync(join(root, file), 'utf8').replaceAll('\r\n', '\n')
    hash.update(`${file}\0${source}\0`)
  }
  return hash.digest('hex').slice(0, 16)
}

export const versionModule = (root: string): string => `/**
 * Fingerprints of the sources behind the answers for letters. \`answers\`: all that makes one; a stored answer of other
 * sources is not used again. \`questions\`: how models are asked and held against a document; what was measured of models
 * before it changed is not used any more. Written by \`npm run docs\`.
 */
export const VERSION = {
  answers: '${fingerprint(root, ANSWERS)}',
  questions: '${fingerprint(root, QUESTIONS)}',
}
`
