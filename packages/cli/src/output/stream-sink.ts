import type { Writable } from 'node:stream'
import { outputFailed, type Sink } from './sink.ts'

/** Writes to a stream that belongs to somebody else (standard output): it stays open. */
export function createStreamSink(stream: Writable, name: string): Sink {
  let failure: unknown
  const onError = (error: Error): void => {
    failure ??= error
  }
  // A stream that fails between two writes says so only by this event, and an unheard one ends the process.
  stream.on('error', onError)

  const write = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      if (failure !== undefined) {
        reject(outputFailed(name, failure))
        return
      }
      stream.write(text, (error) => {
        if (error == null) {
          resolve()
          return
        }
        failure ??= error
        reject(outputFailed(name, failure))
      })
    })

  return {
    write,
    close: () => write(''),
    abort: () => Promise.resolve(),
  }
}
