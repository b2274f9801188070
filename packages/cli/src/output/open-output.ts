import { resolve } from 'node:path'
import type { Writable } from 'node:stream'
import type { Column } from '@colophon/domain'
import {
  outputFormat,
  type OutputFormatName,
  type OutputRecord,
  type RecordWriter,
} from '@colophon/formats/write'
import { openFileSink } from './file-sink.ts'
import type { Sink } from './sink.ts'
import { createStreamSink } from './stream-sink.ts'

export interface Output extends AsyncDisposable {
  /** Resolves when there is room for the next one. Records come out in the order of the calls. */
  write(record: OutputRecord): Promise<void>
  /** The output is whole and in its place when this resolves. */
  close(): Promise<void>
  /** Gives the output up: a file of that name stays as it was before. Does nothing after `close`. */
  abort(): Promise<void>
}

export interface OpenOutputOptions {
  /** The stream that `-` stands for. */
  stdout: Writable
  cwd: string
  /** Columns of a table: those of the profile of the records. */
  columns: readonly Column[]
  /** Whether CSV has one. @default true */
  byteOrderMark?: boolean
}

/** Opens a file, or standard output for `-`. Rejects at once with `output.failed` where nothing can be written. */
export async function openOutput(
  target: string,
  format: OutputFormatName,
  { stdout, cwd, columns, byteOrderMark = true }: OpenOutputOptions,
): Promise<Output> {
  const sink =
    target === '-' ? createStreamSink(stdout, '(stdout)') : await openFileSink(resolve(cwd, target))
  return createOutput(sink, outputFormat(format).writer({ columns, byteOrderMark }))
}

function createOutput(sink: Sink, { start, record: row, end }: RecordWriter): Output {
  let count = 0
  let closed = false
  let last: Promise<void> = Promise.resolve()
  // One write at a time; after a failure the later ones fail with it.
  const inTurn = (work: () => Promise<void>): Promise<void> => (last = last.then(work))

  const abort = async (): Promise<void> => {
    if (closed) return
    closed = true
    await sink.abort()
  }
  return {
    write: (record) =>
      inTurn(() => {
        if (closed) throw new Error('The output is closed')
        const text = (count === 0 ? start : '') + row(record, count)
        count += 1
        return sink.write(text)
      }),
    close: () =>
      inTurn(async () => {
        if (closed) return
        await sink.write(count === 0 ? start + end : end)
        await sink.close()
        closed = true
      }),
    abort,
    [Symbol.asyncDispose]: abort,
  }
}
