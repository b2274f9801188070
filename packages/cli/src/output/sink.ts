import { ColophonError } from '@colophon/domain'
import { TOO_MANY_FILES } from '../input/problems.ts'

/** Where output goes. Writes are awaited one after the other: that is the backpressure. */
export interface Sink {
  write(text: string): Promise<void>
  /** Everything written is in its place when this resolves. */
  close(): Promise<void>
  /** Ends without a result, and leaves nothing half written where the result would be. */
  abort(): Promise<void>
}

const REASONS: Record<string, string> = {
  ENOSPC: 'there is no space left',
  EDQUOT: 'the disk quota is used up',
  EROFS: 'the file system is read-only',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ENOENT: 'its folder does not exist',
  ENOTDIR: 'a part of its path is not a folder',
  EISDIR: 'it is a folder',
  ENAMETOOLONG: 'its name is too long',
  EMFILE: TOO_MANY_FILES,
  ENFILE: TOO_MANY_FILES,
  EPIPE: 'its reader has gone',
  ERR_STREAM_DESTROYED: 'it was closed',
  ERR_STREAM_WRITE_AFTER_END: 'it was closed',
}

export function outputFailed(target: string, thrown: unknown): ColophonError {
  if (thrown instanceof ColophonError) return thrown
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unknown error'
  const message = `${target}: cannot be written: ${REASONS[code] ?? code}`
  return new ColophonError('output.failed', message, { cause: thrown })
}
