/** One line of a report. `ok` null: it could not be looked at here, and why. */
export interface Check {
  name: string
  ok: boolean | null
  figure: string
  wanted: string
}

const SHOWN = 4

/** The first few of what is wrong. */
export const someOf = (wrong: readonly string[]): string =>
  wrong.length <= SHOWN
    ? wrong.join('; ')
    : `${wrong.slice(0, SHOWN).join('; ')} and ${wrong.length - SHOWN} more`

/** `figure` when all is well, else what is wrong. */
export const checkOf = (
  name: string,
  { wanted, figure, wrong }: { wanted: string; figure: string; wrong: readonly string[] },
): Check => ({
  name,
  wanted,
  ok: wrong.length === 0,
  figure: wrong.length === 0 ? figure : `${figure} | ${wrong.length} wrong: ${someOf(wrong)}`,
})

export const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`
