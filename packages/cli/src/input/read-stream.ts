import {
  asBuffers,
  errorItem,
  peek,
  READERS,
  recodeToUtf8,
  type InputItem,
  type Origin,
  type ReadingRules,
} from '@colophon/formats/read'
import { systemProblem } from './problems.ts'

type Shape = 'text' | 'json' | 'jsonl'

const LOOK_AHEAD_BYTES = 64 * 1024

/**
 * What a stream without a name holds, by its first characters: `{` begins JSONL, and JSON when its line ends there;
 * `[{` begins a list; anything else is one text. Undefined when it takes more characters to tell.
 */
function shapeOf(head: Buffer): Shape | undefined {
  const start = head.toString('utf8', 0, LOOK_AHEAD_BYTES).trimStart()
  if (/^\{[ \t\r]*\n/.test(start)) return 'json'
  if (/^\[\s*\{/.test(start)) return 'json'
  if (/^\{[ \t\r]*[^ \t\r]/.test(start)) return 'jsonl'
  if (head.length < LOOK_AHEAD_BYTES && /^[{[]?\s*$/.test(start)) return undefined
  return 'text'
}

/** Standard input, or a pipe named as a file. */
export async function* readStream(
  stream: AsyncIterable<unknown>,
  name: string,
  rules: ReadingRules,
): AsyncGenerator<InputItem> {
  const stem = name.replaceAll(/[^\p{L}\p{N}]+/gu, '')
  const origin: Origin = {
    where: name,
    stem,
    idFrom: { kind: 'text', formerDigits: 8 },
    file: undefined,
  }
  try {
    const utf8 = recodeToUtf8(asBuffers(stream), name)
    const { head, bytes } = await peek(utf8, (start) => shapeOf(start) !== undefined)
    // Too short to tell: a lone brace is the start of a broken document, not a letter.
    const shape = shapeOf(head) ?? (head.includes('{') ? 'jsonl' : 'text')
    yield* READERS[shape].read({ bytes, origin, rules })
  } catch (thrown) {
    yield errorItem(systemProblem(thrown, name), name)
  }
}
