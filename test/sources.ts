import { globSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

export const ROOT = fileURLToPath(new URL('..', import.meta.url))

export interface Source {
  /** `packages/domain`; `.` for what has the root's manifest. */
  pkg: string
  file: string
  text: string
  imports: string[]
  isTest: boolean
}

/** Plain, type-only, side-effect, re-exporting and dynamic imports. */
export const importsOf = (text: string): string[] =>
  ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName)

export const filesLike = (pattern: string): string[] =>
  globSync(pattern, { cwd: ROOT })
    .map((found) => found.replaceAll('\\', '/'))
    .sort()

export function sourceOf(file: string, pkg: string, isTest: boolean): Source {
  const text = readFileSync(`${ROOT}${file}`, 'utf8')
  return { pkg, file, text, imports: importsOf(text), isTest }
}

/** The packages, services and pages, with their tests. */
export const sources = filesLike('{packages,services,web}/*/{src,test}/**/*.{ts,tsx}').map(
  (file) => {
    const [group = '', name = '', folder] = file.split('/')
    return sourceOf(file, `${group}/${name}`, folder === 'test')
  },
)
export const product = sources.filter(({ isTest }) => !isTest)

/** Files that belong to no package, and have the root's manifest. */
export const scripts = filesLike('{proof,scripts}/**/*.ts').map((file) =>
  sourceOf(file, '.', false),
)
const rootTests = filesLike('test/**/*.ts').map((file) => sourceOf(file, '.', true))
export const everything = [...sources, ...scripts, ...rootTests]

export interface Manifest {
  name: string
  version: string
  exports?: Record<string, string>
  dependencies?: Record<string, string>
  devDependencies?: Record<string, string>
}
export const manifestOf = (folder: string): Manifest =>
  JSON.parse(readFileSync(`${ROOT}${folder}/package.json`, 'utf8')) as Manifest

export const isRelative = (specifier: string): boolean => specifier.startsWith('.')

/** The files that specifiers of ours lead to, by the doors of the packages: `@colophon/adapters/store` → its file. */
const doors = new Map(
  filesLike('{packages,services,web}/*/package.json').flatMap((path) => {
    const folder = posix.dirname(path)
    const { name, exports = {} } = manifestOf(folder)
    return Object.entries(exports).map(([door, file]): [string, string] => [
      posix.join(name, door),
      posix.join(folder, file),
    ])
  }),
)

/** The files of ours that a file imports. */
export const filesImportedBy = ({ file, imports }: Pick<Source, 'file' | 'imports'>): string[] =>
  imports.flatMap((specifier) => {
    if (isRelative(specifier)) return [posix.join(posix.dirname(file), specifier)]
    return doors.get(specifier) ?? []
  })
