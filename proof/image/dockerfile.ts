/** One instruction of a Dockerfile, with its arguments as they are written. */
export interface Instruction {
  name: string
  text: string
}

/** Instructions of all stages, in order. */
export const readDockerfile = (text: string): Instruction[] =>
  text
    .replaceAll(/^\s*#.*\n/gm, '')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .flatMap((line) => {
      const [, name, rest = ''] = /^\s*(\w+)\s+(.*?)\s*$/.exec(line) ?? []
      return name === undefined ? [] : [{ name: name.toUpperCase(), text: rest }]
    })

/** Words of the JSON form. The other needs a shell, which would stand between the engine's signals and the program. */
export function wordsOf(text: string): string[] {
  const words: unknown = text.startsWith('[') ? JSON.parse(text) : null
  if (Array.isArray(words) && words.every((word) => typeof word === 'string')) return words
  throw new Error(`Not a list of words: ${text}`)
}

const escaped = (text: string): string => text.replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)

/** Two stars and a slash: any folders; one star or `?`: within a name. What matches a folder matches all below it. */
function patternOf(glob: string): RegExp {
  const body = escaped(glob.replace(/^\/+|\/+$/g, ''))
    .replaceAll('**/', '\u0000')
    .replaceAll('*', '[^/]*')
    .replaceAll('?', '[^/]')
    .replaceAll('\u0000', '(?:.*/)?')
  return new RegExp(`^${body}(?:/.*)?$`)
}

/** Whether a path, relative to the folder of the build, gets into it: of the lines of `.dockerignore` the last match counts. */
export function readDockerignore(text: string): (path: string) => boolean {
  const rules = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => ({
      lets: line.startsWith('!'),
      pattern: patternOf(line.replace(/^!/, '')),
    }))
  return (path) => rules.findLast(({ pattern }) => pattern.test(path))?.lets ?? true
}
