/** One sample of a Prometheus text exposition. */
export interface Sample {
  name: string
  labels: Readonly<Record<string, string>>
  value: number
}

const LINE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)(?: \d+)?$/
const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g

/** Throws for a line that is neither a comment nor a sample. */
export function readExposition(text: string): Sample[] {
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [, name, labels = '', value = ''] = LINE.exec(line) ?? []
      if (name === undefined) throw new Error(`no sample of a metric: ${line.slice(0, 200)}`)
      const pairs = [...labels.matchAll(LABEL)].map(([, key = '', of = '']) => [key, of] as const)
      return {
        name,
        labels: Object.fromEntries(pairs),
        value: Number(value.replace('Inf', 'Infinity')),
      }
    })
}

export const sumOf = (
  samples: readonly Sample[],
  name: string,
  labels: Readonly<Record<string, string>> = {},
): number =>
  samples
    .filter((sample) => sample.name === name)
    .filter((sample) => Object.entries(labels).every(([key, of]) => sample.labels[key] === of))
    .reduce((sum, { value }) => sum + value, 0)
