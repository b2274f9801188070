import type { Tokens } from '@colophon/domain'
import type { RawMessageStreamEvent, StopReason, Usage } from '@anthropic-ai/sdk/resources/messages'
import { cutOutput, type UsageOf } from '../calls/usage.ts'

/** A message as far as its stream has told it. Pure: fed with events, asked for the rest. */
export class StreamedMessage {
  #usage: Usage | undefined
  #counted = false
  #streamed = ''
  text = ''
  /** Anything at all has come that a provider says. */
  started = false
  stopReason: StopReason | null = null
  finished = false

  take(event: RawMessageStreamEvent): void {
    this.started = true
    switch (event.type) {
      case 'message_start':
        this.#usage = { ...event.message.usage }
        break
      case 'content_block_delta':
        if (event.delta.type === 'text_delta') {
          this.text += event.delta.text
          this.#streamed += event.delta.text
        } else if (event.delta.type === 'thinking_delta') this.#streamed += event.delta.thinking
        break
      case 'message_delta':
        this.stopReason = event.delta.stop_reason
        this.#count(event.usage)
        break
      case 'message_stop':
        this.finished = true
        break
    }
  }

  /** The last counts are those of the whole message; what they leave out stands as it was at the start. */
  #count(last: Extract<RawMessageStreamEvent, { type: 'message_delta' }>['usage']): void {
    if (this.#usage === undefined) return
    this.#counted = true
    const before = this.#usage
    this.#usage = {
      ...before,
      input_tokens: last.input_tokens ?? before.input_tokens,
      output_tokens: last.output_tokens,
      cache_creation_input_tokens:
        last.cache_creation_input_tokens ?? before.cache_creation_input_tokens,
      cache_read_input_tokens: last.cache_read_input_tokens ?? before.cache_read_input_tokens,
    }
  }

  /**
   * The usage that was billed. A message that was not told to its end has the input of its start, and output as far as
   * it came; one that never started is a bound.
   */
  billed(bound: { inputTokens: number; maxTokens: number }, requestId?: string): UsageOf {
    const usage = this.#usage
    if (usage === undefined)
      return {
        tokens: { input: bound.inputTokens, output: bound.maxTokens },
        complete: false,
        requestId,
      }
    const tokens = tokensOf(usage)
    if (this.#counted) return { tokens, complete: atListedRate(usage), requestId }
    const output = Math.max(tokens.output, cutOutput(this.#streamed, bound.maxTokens))
    return { tokens: { ...tokens, output }, complete: false, requestId }
  }
}

/** Tokens by kind; the provider's `input_tokens` leaves cached ones out already, its output includes thinking. */
function tokensOf(usage: Usage): Tokens {
  const written = usage.cache_creation_input_tokens ?? 0
  const hour = usage.cache_creation?.ephemeral_1h_input_tokens ?? 0
  return {
    input: usage.input_tokens,
    output: usage.output_tokens,
    cache_read: usage.cache_read_input_tokens ?? 0,
    cache_write_5m: Math.max(0, written - hour),
    cache_write_1h: hour,
  }
}

/** False when the provider charged more than the list says: priority and fast processing, or a geography. */
const atListedRate = ({ service_tier: tier, speed, inference_geo: geo }: Usage): boolean =>
  tier !== 'priority' && speed !== 'fast' && geo !== 'us'
