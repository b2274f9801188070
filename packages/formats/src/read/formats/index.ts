import { extname } from 'node:path'
import type { InputFormat } from '../input-format.ts'
import { csv } from './csv.ts'
import { json } from './json.ts'
import { jsonl } from './jsonl.ts'
import { text } from './text.ts'

/**
 * Every kind of input that is read. Of a stream without a name the first is taken that it can be: text before what looks
 * like any text.
 */
export const INPUT_FORMATS: readonly InputFormat[] = [jsonl, json, text, csv]

export interface FileType {
  format: InputFormat
  mediaType: string
}

const LOOK_AHEAD_BYTES = 64 * 1024

export const extensionOf = (name: string): string => extname(name).toLowerCase()

/** The formats that a profile takes, and how its inputs are told apart. */
export class InputFormats {
  readonly #names: readonly string[]
  readonly #formats: readonly InputFormat[]
  readonly #byEnding = new Map<string, FileType>()
  readonly #byMediaType = new Map<string, FileType>()
  /** Endings of formats that this profile does not take. */
  readonly #notTaken: ReadonlySet<string>

  /** Throws for a name that no format has. */
  constructor(names: readonly string[], formats: readonly InputFormat[] = INPUT_FORMATS) {
    const unknown = names.find((name) => !formats.some((format) => format.name === name))
    if (unknown !== undefined) throw new Error(`There is no input format ${unknown}`)
    this.#names = names
    this.#formats = formats.filter(({ name }) => names.includes(name))
    const others = formats.filter(({ name }) => !names.includes(name))
    this.#notTaken = new Set(others.flatMap(({ endings }) => Object.keys(endings)))
    for (const format of this.#formats) {
      for (const [ending, mediaType] of Object.entries(format.endings)) {
        this.#byEnding.set(ending, { format, mediaType })
        this.#byMediaType.set(mediaType, { format, mediaType })
      }
      for (const called of format.alsoCalled ?? []) {
        this.#byMediaType.set(called, { format, mediaType: usualType(format) })
      }
    }
  }

  /** By the file name's extension; undefined when it is none that is read. */
  ofFile(name: string): FileType | undefined {
    return this.#byEnding.get(extensionOf(name))
  }

  ofMediaType(mediaType: string): FileType | undefined {
    return this.#byMediaType.get(mediaType)
  }

  /** The type that files of unknown types are tried as, where texts are taken: but a table is no text to be described. */
  ofUnknownFile(name: string): FileType | undefined {
    if (this.#notTaken.has(extensionOf(name))) return undefined
    const format = this.#formats.find(({ isPlainText }) => isPlainText)
    return format && this.#byMediaType.get(usualType(format))
  }

  /** By the first bytes of a stream; undefined when it takes more of them to tell. */
  ofStream(head: Buffer): InputFormat | undefined {
    const start = head.toString('utf8', 0, LOOK_AHEAD_BYTES).trimStart()
    const found = this.#formats.find(({ begins }) => begins(start) !== false)
    if (found?.begins(start) === true) return found
    return head.length < LOOK_AHEAD_BYTES ? undefined : this.ofWholeStream(head)
  }

  /** The same when there is no more of it: what it may be the beginning of, it is. */
  ofWholeStream(head: Buffer): InputFormat {
    const start = head.toString('utf8', 0, LOOK_AHEAD_BYTES).trimStart()
    const found = this.#formats.find(({ begins }) => begins(start) ?? start !== '')
    const first = found ?? this.#formats[0]
    if (first === undefined) throw new Error('There are no input formats')
    return first
  }

  /** `.txt, .md, .json or .jsonl`: of an ending that means the same as another, the first. */
  inWords(): string {
    const inOrder = this.#formats.toSorted((a, b) => this.#place(a) - this.#place(b))
    const endings = inOrder.flatMap((format) => usualEndings(format))
    return endings.join(', ').replace(/, ([^,]*)$/, ' or $1')
  }

  #place({ name }: InputFormat): number {
    return this.#names.indexOf(name)
  }
}

const usualType = ({ endings }: InputFormat): string => Object.values(endings)[0] ?? ''

const usualEndings = ({ endings }: InputFormat): string[] => {
  const byType = new Map<string, string>()
  for (const [ending, mediaType] of Object.entries(endings)) {
    if (!byType.has(mediaType)) byType.set(mediaType, ending)
  }
  return [...byType.values()]
}
