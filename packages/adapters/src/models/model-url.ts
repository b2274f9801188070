import { ColophonError, isPrivateHost, type ModelTier } from '@colophon/domain'
import type { CallTimes } from './calls/call-watch.ts'
import type { GuardLimits } from './guard/guard.ts'

// Workers give a call of an agent up after ten minutes: nobody waits longer than that.
const LONGEST_SILENCE_MS = 600_000

/** The parameters of one model URL, read by name; what nobody asked for is a mistake that is named. */
export class ModelUrl {
  readonly #tier: ModelTier
  readonly #left: Map<string, string>
  readonly url: URL

  constructor(tier: ModelTier, url: URL) {
    this.#tier = tier
    this.url = url
    this.#left = new Map(url.searchParams)
    if (url.username !== '' || url.password !== '')
      throw this.insecure('it holds credentials, which a URL must not: it is logged and shown')
  }

  // Never the URL itself: somebody may have put a key into it.
  invalid(what: string): ColophonError {
    return new ColophonError('config.invalid', `MODEL_${this.#tier.toUpperCase()}: ${what}`)
  }
  insecure(what: string): ColophonError {
    return new ColophonError('config.insecure', `MODEL_${this.#tier.toUpperCase()}: ${what}`)
  }

  text(name: string): string | undefined {
    const value = this.#left.get(name)
    this.#left.delete(name)
    return value === '' ? undefined : value
  }

  count(name: string, most = 10_000_000): number | undefined {
    const text = this.text(name)
    if (text === undefined) return undefined
    const value = Number(text)
    if (!Number.isInteger(value) || value < 1 || value > most)
      throw this.invalid(`${name} must be a whole number from 1 to ${most}`)
    return value
  }

  choice<T extends string>(name: string, among: readonly T[], fallback: T): T {
    const text = this.text(name)
    if (text === undefined) return fallback
    const found = among.find((each) => each === text)
    if (found === undefined) throw this.invalid(`${name} must be one of ${among.join(', ')}`)
    return found
  }

  /** `model.<agent>=NAME`, or `<agent>=NAME` for agents, whose names end in -agent. */
  modelsByAgent(): Map<string, string> {
    const models = new Map<string, string>()
    for (const key of [...this.#left.keys()]) {
      const agent = /^(?:model\.([a-z0-9-]+)|([a-z0-9-]+-agent))$/.exec(key)
      const name = agent?.[1] ?? agent?.[2]
      if (name === undefined) continue
      const model = this.text(key)
      if (model === undefined) throw this.invalid(`${key} names no model`)
      models.set(name, model)
    }
    return models
  }

  limits(concurrency: number): GuardLimits {
    return {
      concurrency: this.count('concurrency', 1_000) ?? concurrency,
      perMinute: this.count('rpm'),
      breakerFailures: this.count('breaker_failures', 1_000),
      breakerOpenMs: this.count('breaker_open_ms'),
      breakerPatienceMs: this.count('breaker_patience_ms', 1_000_000_000),
    }
  }

  times(defaults: CallTimes): CallTimes {
    return {
      deadlineMs: this.count('deadline_ms') ?? defaults.deadlineMs,
      firstTokenMs: this.count('first_token_ms', LONGEST_SILENCE_MS) ?? defaults.firstTokenMs,
      idleMs: this.count('idle_ms', LONGEST_SILENCE_MS) ?? defaults.idleMs,
    }
  }

  /** Base of the provider's addresses, without a slash at its end. Documents travel over it: plain HTTP stays at home. */
  base(address: string): string {
    if (!URL.canParse(address)) throw this.invalid('the address of the provider is not a URL')
    const { protocol, hostname, host, pathname, username, password } = new URL(address)
    if (username !== '' || password !== '') throw this.insecure('the address holds credentials')
    if (protocol !== 'https:' && protocol !== 'http:')
      throw this.invalid('the address of the provider must be http: or https:')
    if (protocol === 'http:' && !isPrivateHost(hostname)) {
      throw this.insecure(
        `unencrypted http to ${hostname}, which is not a private host; use https, or a host of your own network`,
      )
    }
    return `${protocol}//${host}${pathname.replace(/\/+$/, '')}`
  }

  /** Call when all has been read. */
  finish(): void {
    const unknown = [...this.#left.keys()].map((key) => key.slice(0, 40))
    if (unknown.length > 0) throw this.invalid(`unknown parameter ${unknown.join(', ')}`)
  }
}
