import type { Evidence } from '../evidence.ts'
import { checkOf, type Check } from './check.ts'

export function checkSecrets({ leaks, logs }: Evidence): Check {
  const seen = logs > 0
  const check = checkOf('nothing secret in logs and metrics', {
    wanted: 'no secret and no text of a letter',
    figure: seen ? `none in ${logs} logs and all metrics` : 'logs cannot be read from here',
    wrong: leaks,
  })
  return seen || leaks.length > 0 ? check : { ...check, ok: null }
}
