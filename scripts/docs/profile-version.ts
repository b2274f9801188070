import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import ts from 'typescript'

const AGENTS = 'packages/agents/src'

/** How a model is asked, and what it says held against the document and weighed. */
const QUESTION_ENTRIES = [`${AGENTS}/ask-model.ts`, `${AGENTS}/consider-answers.ts`]
/** All that an answer goes through. Not what serves agents, their settings, and the threads that rules run in. */
const ANSWER_ENTRY = `${AGENTS}/run-agent.ts`
/** The part of the domain that says where a quote stands, and that marks a text in a prompt. */
const DOMAIN = 'packages/domain/src/{record/{grounding,approximate-match},work/marks}.ts'
/** Packages of which single files are told apart; of the others nothing makes an answer. */
const FOLLOWED = ['agents', 'methods', 'profiles']

type Read = (file: string) => string

export const profileFolder = (profile: string): string => `packages/profiles/src/${profile}`
export const versionFile = (profile: string): string => `${profileFolder(profile)}/version.ts`

export const readUnder =
  (root: string): Read =>
  (file) =>
    readFileSync(join(root, file), 'utf8').replaceAll('\r\n', '\n')

const filesLike = (root: string, pattern: string): string[] =>
  globSync(pattern, { cwd: root }).map((file) => file.replaceAll('\\', '/'))

/** The file behind a door of one of our packages. */
function behindDoor(specifier: string, read: Read): string | null {
  const [scope, name = '', ...path] = specifier.split('/')
  if (scope !== '@colophon' || !FOLLOWED.includes(name)) return null
  const manifest = JSON.parse(read(`packages/${name}/package.json`)) as {
    exports: Record<string, string>
  }
  const target = manifest.exports[posix.join('.', ...path) === '.' ? '.' : `./${path.join('/')}`]
  return target === undefined ? null : posix.join(`packages/${name}`, target)
}

/** These files and all that they import, directly or not. */
function closure(entries: readonly string[], read: Read): Set<string> {
  const seen = new Set<string>()
  const waiting = [...entries]
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (seen.has(file)) continue
    seen.add(file)
    for (const { fileName } of ts.preProcessFile(read(file), true, true).importedFiles) {
      const target = fileName.startsWith('.')
        ? posix.join(posix.dirname(file), fileName)
        : behindDoor(fileName, read)
      if (target?.endsWith('.ts') === true) waiting.push(target)
    }
  }
  return seen
}

export interface ProfileSources {
  /** All that makes an answer. */
  answers: string[]
  /** All that makes what a model is asked, the form of its answer, and how it is held against the document. */
  questions: string[]
}

/** The files that make what a profile answers, each list in its order. */
export function sourcesOf(root: string, profile: string, read = readUnder(root)): ProfileSources {
  const folder = profileFolder(profile)
  const domain = filesLike(root, DOMAIN)
  const sorted = (files: Iterable<string>): string[] =>
    [...new Set([...files, ...domain])].filter((file) => file !== versionFile(profile)).sort()
  const support = filesLike(root, `${folder}/agents/support/**/*.ts`)
  const asking = filesLike(root, `${folder}/agents/*.ts`)
  return {
    answers: sorted(closure([ANSWER_ENTRY, `${folder}/agents/index.ts`], read)),
    questions: sorted([...asking, ...closure([...QUESTION_ENTRIES, ...support], read)]),
  }
}

export function fingerprint(files: readonly string[], read: Read): string {
  const hash = createHash('sha256')
  for (const file of files) hash.update(`${file}\0${read(file)}\0`)
  return hash.digest('hex').slice(0, 16)
}

export function versionModule(root: string, profile: string): string {
  const read = readUnder(root)
  const { answers, questions } = sourcesOf(root, profile, read)
  return `/**
 * Fingerprints of the sources behind the answers for ${profile}. \`answers\`: all that makes one; a stored answer of other
 * sources is not used again. \`questions\`: how models are asked and held against a document; what was measured of models
 * before it changed is not used any more. Written by \`npm run docs\`.
 */
export const VERSION = {
  answers: '${fingerprint(answers, read)}',
  questions: '${fingerprint(questions, read)}',
}
`
}

/** The profiles there are: the folders with agents. */
export const profilesIn = (root: string): string[] =>
  filesLike(root, 'packages/profiles/src/*/agents/index.ts')
    .map((file) => file.split('/')[3] ?? '')
    .sort()
