import { rename, writeFile } from 'node:fs/promises'
import { ColophonError } from '@colophon/domain'

/** Writes a file that is there whole or not at all: somebody may be reading the last one. Rejects with `output.failed`. */
export async function writeWhole(path: string, text: string): Promise<void> {
  try {
    await writeFile(`${path}.part`, text)
    await rename(`${path}.part`, path)
  } catch (cause) {
    throw new ColophonError('output.failed', `${path} cannot be written`, { cause })
  }
}
