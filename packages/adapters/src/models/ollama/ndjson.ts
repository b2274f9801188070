import { bodyOf, type Pieces, type PulledBody } from '../calls/provider-fetch.ts'

/** The provider said in its stream that the call failed. */
export class StreamedError extends Error {}
/** The stream broke off, or held something else, before its last line. */
export class BrokenStream extends Error {}
/**
 * The stream came to a good end without its last line. Ollama ends an answer so that says the same some thirty times in
 * a row; at temperature 0 the model would say it again.
 */
export class SilentEnd extends Error {}

const MAX_LINE_CHARACTERS = 4_000_000
// How long the server may take to end a body whose last line has come.
const TAIL_MS = 1_000

export interface CheckedBody {
  body: PulledBody
  /** Settles when the connection is free again, or will not be soon. */
  ended: Promise<void>
}

/**
 * Passes a stream of JSON lines on, line by line. The client library writes lines that are no JSON to the console, text
 * of texts and all, so they end the stream here. And it stops reading at the last line, which would cost the
 * connection: here the body is read to its end.
 */
export function checkedLines(pieces: Pieces): CheckedBody {
  const ended = Promise.withResolvers<undefined>()
  const lines = passed(pieces, () => {
    const tail = setTimeout(ended.resolve, TAIL_MS, undefined).unref()
    void readToEnd(pieces).finally(() => {
      clearTimeout(tail)
      ended.resolve(undefined)
    })
  })
  return { body: bodyOf(lines), ended: ended.promise }
}

async function readToEnd(pieces: Pieces): Promise<void> {
  try {
    while ((await pieces.next()).done !== true);
  } catch {
    // The answer is complete: that its connection broke after it is no matter.
  }
}

async function* passed(pieces: Pieces, onLast: () => void): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  let hasBegun = false
  for await (const line of linesOf(pieces)) {
    if (line.trim() === '') continue
    const isLast = lastLine(line)
    // Before it is passed on: nobody asks for more after it.
    if (isLast) onLast()
    hasBegun = true
    yield encoder.encode(`${line}\n`)
    if (isLast) return
  }
  if (hasBegun) throw new SilentEnd('the answer ended in the middle')
  throw new BrokenStream('the stream ended before the answer did')
}

async function* linesOf(pieces: Pieces): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let rest = ''
  for (;;) {
    const next = await pieces.next()
    if (next.done === true) break
    rest += decoder.decode(next.value, { stream: true })
    const lines = rest.split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > MAX_LINE_CHARACTERS) throw new BrokenStream('a line has no end')
    yield* lines
  }
  yield rest + decoder.decode()
}

/** Whether this line is the last of its answer; throws on one that is no JSON or tells of a failure. */
function lastLine(line: string): boolean {
  let parsed: unknown
  try {
    parsed = JSON.parse(line)
  } catch {
    throw new BrokenStream('a line of the stream is not JSON')
  }
  if (typeof parsed !== 'object' || parsed === null)
    throw new BrokenStream('a line of the stream is not an object')
  if ('error' in parsed)
    throw new StreamedError(typeof parsed.error === 'string' ? parsed.error : 'unknown')
  return 'done' in parsed && parsed.done === true
}
