/** One instruction of a Dockerfile, with its arguments as they are written. */
export interface Instruction {
  name: string
  /** What stands behind the name. */
  text: string
  /** Words of the JSON form (`RUN ["npm", "ci"]`); null: it has another form. */
  words: readonly string[] | null
}

export interface Stage {
  name: string
  base: string
  instructions: readonly Instruction[]
}

function readWords(text: string): string[] | null {
  if (!text.startsWith('[')) return null
  const words: unknown = JSON.parse(text)
  if (!Array.isArray(words) || !words.every((word) => typeof word === 'string')) {
    throw new Error(`Not a list of words: ${text}`)
  }
  return words
}

function readInstruction(line: string): Instruction {
  const [, name = '', text = ''] = /^(\w+)\s+(.*)$/.exec(line) ?? []
  if (name === '') throw new Error(`Not an instruction: ${line}`)
  return { name: name.toUpperCase(), text, words: readWords(text) }
}

/** Stages of a Dockerfile, in order. */
export function readDockerfile(text: string): Stage[] {
  const lines = text
    .split('\n')
    .filter((line) => !line.trimStart().startsWith('#'))
    .join('\n')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const stages: { name: string; base: string; instructions: Instruction[] }[] = []
  for (const instruction of lines.map(readInstruction)) {
    const stage = stages.at(-1)
    if (instruction.name === 'FROM') {
      const [, base = '', name = ''] = /^(\S+)(?:\s+AS\s+(\S+))?$/i.exec(instruction.text) ?? []
      stages.push({ name, base, instructions: [] })
    } else if (stage === undefined) {
      throw new Error(`${instruction.name} before the first FROM`)
    } else {
      stage.instructions.push(instruction)
    }
  }
  return stages
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
