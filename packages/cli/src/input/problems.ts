import { lstat } from 'node:fs/promises'
import { ColophonError } from '@colophon/domain'
import { problem } from '@colophon/formats/read'

export const TOO_MANY_FILES =
  'this process may open no more files; raise the limit of its shell, for example ulimit -n 4096'

const UNREADABLE: Record<string, string> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ELOOP: 'its links go round in a circle',
  ENAMETOOLONG: 'its name is too long',
  EISDIR: 'it is a folder',
  EMFILE: TOO_MANY_FILES,
  ENFILE: TOO_MANY_FILES,
}

const systemCode = (thrown: unknown): string | undefined =>
  thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string'
    ? thrown.code
    : undefined

/** The error of the catalogue for what the operating system said of an input. Anything else is returned as it came. */
export function systemProblem(thrown: unknown, where: string): unknown {
  const code = systemCode(thrown)
  if (code === undefined || thrown instanceof ColophonError) return thrown
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return problem('input.not_found', where, 'does not exist')
  }
  return problem('input.unreadable', where, `cannot be read: ${UNREADABLE[code] ?? code}`)
}

/** The same for a path, where a link that leads nowhere is told from a name that is wrong. */
export async function pathProblem(thrown: unknown, path: string, where: string): Promise<unknown> {
  const found = systemProblem(thrown, where)
  const isMissing = found instanceof ColophonError && found.code === 'input.not_found'
  if (!isMissing || !(await isLink(path))) return found
  return problem('input.unreadable', where, 'is a link to something that does not exist')
}

async function isLink(path: string): Promise<boolean> {
  try {
    return (await lstat(path)).isSymbolicLink()
  } catch {
    return false
  }
}
