import type { JsonSchema, Tokens } from '@colophon/domain'
import { answerText, piecesOf, tokensOf } from './answer.ts'
import { countTokens, type ProviderBillLine } from './bill.ts'
import type { Fate } from './faults.ts'
import { waited, type Exchange } from './server.ts'

/** How a provider writes an answer. */
export interface WireForm {
  /** Status, headers and what comes before the first piece. */
  start(): void
  piece(text: string): void
  /** Half of something, before the connection breaks. */
  readonly half: string
  /** Says that it failed. */
  fail(): void
  end(outputTokens: number): void
}

export interface StreamedAnswer {
  fate: Fate
  schema: JsonSchema
  /** What stands on the bill, but for what was sent. */
  charged: Pick<ProviderBillLine, 'provider' | 'request_id' | 'model'> & {
    prompt: string
    tokens: Partial<Tokens>
  }
  /** On the bill when the answer comes to its end. */
  outcome: ProviderBillLine['outcome']
  form: WireForm
}

/** One answer on its way, with what becomes of it; charged for in the moment in which that is known. */
export async function streamAnswer(exchange: Exchange, answer: StreamedAnswer): Promise<void> {
  const { response, gone, conduct, headers, bill } = exchange
  const { latency_ms: latencyMs, stall_ms: stallMs, piece_ms: pieceMs } = conduct.behaviour
  const { fate, form, schema, charged } = answer
  let sent = ''
  const charge = (outcome: ProviderBillLine['outcome']): number => {
    const output = countTokens(sent)
    const callId = headers['x-call-id']
    const call_id = typeof callId === 'string' ? callId : null
    bill.add({ ...charged, call_id, outcome, tokens: { ...charged.tokens, output } })
    return output
  }

  if (latencyMs > 0 && !(await waited(latencyMs, gone))) {
    charge('cut')
    return
  }
  form.start()
  // What is charged for from here on has begun to come.
  response.flushHeaders()
  const text = answerText(fate, schema, charged.prompt)
  const pieces = conduct.behaviour.token_lines ? tokensOf(text) : piecesOf(text)
  const middle = Math.floor(pieces.length / 2)
  for (const [index, text] of pieces.entries()) {
    if (index === middle && fate === 'truncated_stream') {
      charge('cut')
      response.write(form.half, () => response.destroy())
      return
    }
    if (index === middle && (fate === 'stream_error' || fate === 'runner_died_midway')) {
      charge('cut')
      form.fail()
      response.end()
      return
    }
    if (index === middle && fate === 'stall' && !(await waited(stallMs, gone))) break
    if (pieceMs > 0 && !(await waited(pieceMs, gone))) break
    sent += text
    form.piece(text)
  }
  if (gone.aborted) {
    charge('cut')
    return
  }
  const output = charge(answer.outcome)
  if (fate !== 'silent_end') form.end(output)
  response.end()
}
