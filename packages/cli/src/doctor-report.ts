import { ERRORS, toColophonError, VERSION, type ErrorCode } from '@colophon/domain'
import { configTable } from '@colophon/runtime'
import { Config } from './config.ts'

/** One thing that was looked at. */
export interface Check {
  /** `node`, `store`, `bus`, `models` or `model local|fast|deep`, `budget`, `dead messages`, `rejected OCR jobs`, `agents`. */
  name: string
  ok: boolean
  /** In words, for people: it may change. */
  detail: string
  /** Why it cannot be used, and what to do; null where it can. */
  error: { code: ErrorCode; fix: string } | null
}

interface Setting {
  name: string
  /** Without what is secret. */
  value: string
  from: 'default' | 'set'
}

/** What `colophon doctor --json` prints: fields are added to it, and none changes or goes while `format` is the same. */
export interface DoctorReport {
  format: 1
  version: string
  /** Whether all checks are. */
  ok: boolean
  checks: readonly Check[]
  settings: readonly Setting[]
}

export const passed = (name: string, detail: string): Check => ({
  ...{ name, ok: true, detail, error: null },
})

export function failed(name: string, code: ErrorCode, message: string): Check {
  const { fix } = ERRORS[code]
  return { name, ok: false, detail: `${message}. ${fix}`, error: { code, fix } }
}

export function failedOf(name: string, thrown: unknown): Check {
  const { code, message } = toColophonError(thrown)
  return failed(name, code, message)
}

const SECRET = /KEY|SECRET|TOKEN|PASSWORD|HEADERS/

/** URLs may hold credentials: what stands before the @ is left out. */
export const withoutCredentials = (value: string): string => value.replace(/\/\/[^@/]*@/, '//…@')

const written = (value: unknown): string =>
  typeof value === 'object' && value !== null
    ? Object.entries(value)
        .map(([name, of]) => `${name}=${String(of)}`)
        .join(',')
    : String((value as string | number | boolean | undefined) ?? '')

export const settingsOf = (config: Config): Setting[] =>
  configTable(Config).map(({ name, default: fallback }) => {
    const value = written(config[name as keyof Config])
    const shown = SECRET.test(name) ? value && '…' : withoutCredentials(value)
    return { name, value: shown, from: value === (fallback ?? '') ? 'default' : 'set' }
  })

export const reportOf = (checks: readonly Check[], config: Config): DoctorReport => ({
  format: 1,
  version: VERSION,
  ok: checks.every(({ ok }) => ok),
  checks,
  settings: settingsOf(config),
})

/** The form, as the command's help tells it. */
export const REPORT_IN_WORDS = `
With --json one object:
  format    1; while it is, fields are added and none changes or goes
  version   of the program
  ok        whether all checks are, as the exit code says
  checks    [{ name, ok, detail, error }], error being null or { code, fix } of docs/reference/errors.md;
            detail is for people and may change
  settings  [{ name, value, from }], without what is secret; from being "default" or "set"

Exit codes: 0 all can be used, 1 something cannot, or the settings are not valid, which is told on standard error.`
