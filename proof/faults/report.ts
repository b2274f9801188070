import type { Judged } from './judge.ts'

const seconds = (ms: number): string => `${Math.round(ms / 1000)} s`

/** A table for people: which faults struck, who was told, and how long it took. */
export function reportText(judged: readonly Judged[]): string {
  const rows = judged.map(({ faults, raised, wrong, raisedAfterMs, resolvedAfterMs }) => [
    faults.map(({ name }) => name).join('; '),
    raised.toSorted().join(', '),
    wrong.length === 0 ? 'exactly these' : `WRONG: ${wrong.join(', ')}`,
    seconds(raisedAfterMs),
    seconds(resolvedAfterMs),
  ])
  const head = ['fault', 'alerts', 'verdict', 'raised after', 'resolved after']
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`)
  return `${lines.join('\n')}\n`
}
