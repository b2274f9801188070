import { z } from 'zod'
import { DecidedTruth, isDecidedLine, openFields, truthOf } from './decided-truth.ts'
import type { EvaluationSpec, TruthDocument } from './spec.ts'

export interface TruthProblem {
  /** From 1. */
  line: number
  what: string
}

export interface Truth {
  /** By document id. */
  documents: TruthDocument[]
  problems: TruthProblem[]
  /** Lines of documents of other profiles. */
  others: number
  /** Fields that somebody decided on without saying what is right. */
  open: number
}

interface Known {
  line: number
  /** Of what people decided, the revision: the last one holds. */
  revision: number
  open: number
  document: TruthDocument
}

/** What is wrong with a line, without a word of it. */
function faultOf(thrown: unknown): string {
  if (thrown instanceof SyntaxError) return 'is not JSON'
  if (thrown instanceof RangeError) return 'has a path that leaves the record'
  if (!(thrown instanceof z.ZodError)) throw thrown
  const [issue] = thrown.issues
  return `${issue?.path.join('.') || 'the line'}: ${issue?.message ?? 'is not as expected'}`
}

/** Truth lines of one profile, read one after the other; what is wrong with one is told, and the next one is read. */
export class TruthLines {
  readonly #known = new Map<string, Known[]>()
  readonly #problems: TruthProblem[] = []
  readonly #spec: EvaluationSpec
  readonly #profile: string
  #others = 0

  constructor(profile: string, spec: EvaluationSpec) {
    this.#profile = profile
    this.#spec = spec
  }

  /** Blank lines say nothing. */
  add(text: string, line: number): void {
    if (text.trim() === '') return
    try {
      this.#addValue(JSON.parse(text), line)
    } catch (thrown) {
      this.#problems.push({ line, what: faultOf(thrown) })
    }
  }

  #addValue(value: unknown, line: number): void {
    if (isDecidedLine(value)) {
      const decided = DecidedTruth.parse(value)
      const { profile = this.#profile, revision, document_id } = decided
      if (profile !== this.#profile) this.#others += 1
      else {
        const document = truthOf(this.#spec, decided)
        this.#keep(document_id, { line, revision, open: openFields(decided), document })
      }
      return
    }
    const document = this.#spec.readTruth?.(value) ?? null
    if (document !== null)
      this.#keep(document.document_id, { line, revision: 0, open: 0, document })
    else this.#problems.push({ line, what: `is no decision, and no truth of ${this.#profile}` })
  }

  #keep(id: string, known: Known): void {
    const others = this.#known.get(id)
    if (others === undefined) this.#known.set(id, [known])
    else others.push(known)
  }

  /** All that was read. Lines of one document that contradict each other are faulty, and none of them counts. */
  read(): Truth {
    const problems = [...this.#problems]
    const kept: Known[] = []
    for (const lines of this.#known.values()) {
      const last = Math.max(...lines.map(({ revision }) => revision))
      const newest = lines.filter(({ revision }) => revision === last)
      const [first] = newest
      const said = new Set(newest.map(({ document }) => canonical(document)))
      if (first !== undefined && said.size === 1) kept.push(first)
      else
        for (const { line } of newest)
          problems.push({ line, what: 'says other things of its document than another line' })
    }
    return {
      documents: kept
        .map(({ document }) => document)
        .sort((a, b) => (a.document_id < b.document_id ? -1 : 1)),
      problems: problems.sort((a, b) => a.line - b.line),
      others: this.#others,
      open: kept.reduce((total, { open }) => total + open, 0),
    }
  }
}

/** The same text for the same content, in whatever order its keys came. */
const canonical = (document: TruthDocument): string =>
  JSON.stringify(document, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  )
