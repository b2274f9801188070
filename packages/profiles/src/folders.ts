import * as listed from './list.ts'
import type { ProfileFolder } from './profile-folder.ts'

/**
 * The profiles in the order of their ports: the first, which is the default, stays the first whatever comes to the list,
 * where a module's names stand in the order of the alphabet.
 */
export const FOLDERS: readonly ProfileFolder[] = Object.values(listed).toSorted(
  (a, b) => a.firstPort - b.firstPort,
)
