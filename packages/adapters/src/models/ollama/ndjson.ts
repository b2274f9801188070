/** The provider said in its stream that the call failed. */
export class StreamedError extends Error {}
/** The stream ended, or held something else, before its last line. */
export class BrokenStream extends Error {}

const MAX_LINE_CHARACTERS = 4_000_000
// How long the server may take to end a body whose last line has come.
const TAIL_MS = 1_000

export interface CheckedBody {
  body: ReadableStream<Uint8Array>
  /** Settles when the connection is free again, or will not be soon. */
  ended: Promise<void>
}

/**
 * Passes a stream of JSON lines on, line by line. The client library writes lines that are no JSON to the console, text
 * of letters and all, so they end the stream here. And it stops reading at the last line, which would cost the
 * connection: here the body is read to its end.
 */
export function checkedLines(source: ReadableStream<Uint8Array>): CheckedBody {
  const ended = Promise.withResolvers<undefined>()
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      // An object: the compiler does not see that `pass` changes it.
      const answer = { closed: false }
      const pass = (line: string): void => {
        if (answer.closed || line.trim() === '') return
        if (lastLine(line)) {
          answer.closed = true
          setTimeout(ended.resolve, TAIL_MS, undefined).unref()
        }
        controller.enqueue(encoder.encode(`${line}\n`))
        if (answer.closed) controller.close()
      }
      try {
        await eachLine(source, pass)
        if (!answer.closed) throw new BrokenStream('the stream ended before the answer did')
      } catch (error) {
        if (!answer.closed) controller.error(error)
      } finally {
        ended.resolve(undefined)
      }
    },
  })
  return { body, ended: ended.promise }
}

async function eachLine(
  source: ReadableStream<Uint8Array>,
  pass: (line: string) => void,
): Promise<void> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of source) {
    rest += decoder.decode(chunk, { stream: true })
    const lines = rest.split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > MAX_LINE_CHARACTERS) throw new BrokenStream('a line has no end')
    for (const line of lines) pass(line)
  }
  pass(rest + decoder.decode())
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
