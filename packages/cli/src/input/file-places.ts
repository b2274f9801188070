import { realpathSync } from 'node:fs'
import { hostname } from 'node:os'
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path'

export interface FilePlacesOptions {
  /** Files below this folder are known by their place in it, so that they have the same ids wherever it is moved. */
  root?: string | undefined
  /** Name of this machine. @default its host name without the domain, which changes with the network */
  machine?: string | undefined
}

const slashed = (path: string): string => path.split(sep).join('/')

function placeWithin(folder: string, path: string): string | null {
  const inside = relative(folder, path)
  const isOutside = inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)
  return isOutside ? null : inside
}

/** Relative to the working folder where it lies inside it: how a file is named for people. */
export const shownPath = (path: string, cwd: string): string =>
  slashed((placeWithin(cwd, path) ?? path) || '.')

/** Where files really are, whatever they were called on the command line: what their ids are made from. */
export class FilePlaces {
  readonly machine: string
  readonly #root: string | undefined
  #folder = { path: '', real: '' }

  /** Throws as the file system does when the root is not there. */
  constructor({ root, machine = hostname() }: FilePlacesOptions = {}) {
    this.#root = root === undefined ? undefined : realpathSync.native(root)
    this.machine = machine.split('.', 1)[0]?.toLowerCase() ?? ''
  }

  /** Throws as the file system does. `isLink`: the last part of the path may be a link. */
  of(path: string, isLink: boolean): string {
    const real = isLink
      ? realpathSync.native(path)
      : join(this.#real(dirname(path)), basename(path))
    const inside = this.#root === undefined ? null : placeWithin(this.#root, real)
    return slashed(inside ?? real)
  }

  /** Files come folder by folder: links are followed once for each. */
  #real(folder: string): string {
    if (this.#folder.path !== folder) {
      this.#folder = { path: folder, real: realpathSync.native(folder) }
    }
    return this.#folder.real
  }
}
