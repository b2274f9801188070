import {
  asBuffers,
  errorItem,
  peek,
  readDocuments,
  recodeToUtf8,
  type InputFormats,
  type InputItem,
  type Origin,
  type ReadingRules,
} from '@colophon/formats/read'
import { systemProblem } from './problems.ts'

export interface StreamReading {
  rules: ReadingRules
  formats: InputFormats
}

/** Standard input, or a pipe named as a file. */
export async function* readStream(
  stream: AsyncIterable<unknown>,
  name: string,
  { rules, formats }: StreamReading,
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
    const { head, bytes } = await peek(utf8, (start) => formats.ofStream(start) !== undefined)
    const format = formats.ofStream(head) ?? formats.ofWholeStream(head)
    yield* readDocuments(format, { bytes, origin, rules })
  } catch (thrown) {
    yield errorItem(systemProblem(thrown, name), name)
  }
}
