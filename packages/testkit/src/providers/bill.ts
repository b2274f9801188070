import { createHash } from 'node:crypto'
import { appendFileSync } from 'node:fs'
import { NO_TOKENS, TOKEN_KINDS, withoutCodes, type Tokens } from '@colophon/domain'

/** One line of a simulated provider's bill: what it charges for, whatever became of the answer. */
export interface ProviderBillLine {
  at: string
  provider: string
  request_id: string
  /** What the caller calls the call; null when it did not say. */
  call_id: string | null
  model: string
  /** `cut`: the connection ended before the answer did. */
  outcome: 'answered' | 'refused' | 'max_tokens' | 'cut'
  /** Of what was asked: the same question asked twice is seen on the bill. */
  prompt_sha256: string
  tokens: Tokens
}

export interface Bill {
  readonly lines: readonly ProviderBillLine[]
  readonly totals: { calls: number; tokens: Tokens }
  add(line: Omit<ProviderBillLine, 'at' | 'prompt_sha256' | 'tokens'> & Charge): void
}

interface Charge {
  prompt: string
  tokens: Partial<Tokens>
}

/** A bill in memory and, when asked for, in a file: a line is there before the caller can know the answer. */
export function createBill(file?: string): Bill {
  const lines: ProviderBillLine[] = []
  return {
    lines,
    get totals() {
      const tokens = { ...NO_TOKENS }
      for (const line of lines) for (const kind of TOKEN_KINDS) tokens[kind] += line.tokens[kind]
      return { calls: lines.length, tokens }
    },
    add({ prompt, tokens, ...rest }) {
      const line: ProviderBillLine = {
        at: new Date().toISOString(),
        ...rest,
        prompt_sha256: createHash('sha256').update(withoutCodes(prompt)).digest('hex'),
        tokens: { ...NO_TOKENS, ...tokens },
      }
      lines.push(line)
      if (file !== undefined) appendFileSync(file, `${JSON.stringify(line)}\n`)
    },
  }
}

const CHARACTERS_PER_TOKEN = 4
export const countTokens = (text: string): number => Math.ceil(text.length / CHARACTERS_PER_TOKEN)
