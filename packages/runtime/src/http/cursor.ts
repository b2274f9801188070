import { hash } from 'node:crypto'
import { z } from 'zod'
import type { Operation } from './operation.ts'
import { RequestError } from './problem.ts'

const TAG_LENGTH = 11

/** Opaque: the mark of the list it belongs to, and the place in it. */
const Cursor = z.string().regex(/^[\w-]{1,1000}$/, 'a cursor is a-z, A-Z, digits, - and _')

/** The query of every list. Cursors are opaque; `next_cursor` of one page asks for the next. */
export const PageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(50).describe('Rows of a page'),
  cursor: Cursor.optional().describe('`next_cursor` of the page before'),
})

interface Asked {
  params: unknown
  query: Record<string, unknown>
}

/** Gives cursors the mark of their list, so that those of another list are refused. */
export interface Paging {
  /** The query as the store knows it. Throws RequestError (400) on a cursor of another list. */
  open<T extends Asked>(asked: T): T
  /** The answer with its `next_cursor` marked. */
  seal(answer: unknown, asked: Asked): unknown
}

/** Undefined for what is no list. */
export function pagingOf(path: string, { query, orderedBy = [] }: Operation): Paging | undefined {
  if (query === undefined || !('cursor' in query.shape)) return undefined
  const tagOf = ({ params, query: asked }: Asked): string =>
    hash(
      'sha256',
      JSON.stringify([path, params, orderedBy.map((name) => asked[name])]),
      'base64url',
    ).slice(0, TAG_LENGTH)
  return {
    open(asked) {
      const { cursor } = asked.query
      if (typeof cursor !== 'string') return asked
      const tag = tagOf(asked)
      if (!cursor.startsWith(tag) || cursor.length === tag.length) throw foreignCursor()
      return { ...asked, query: { ...asked.query, cursor: cursor.slice(tag.length) } }
    },
    seal(answer, asked) {
      if (!isPage(answer)) return answer
      return { ...answer, next_cursor: tagOf(asked) + answer.next_cursor }
    },
  }
}

const isPage = (answer: unknown): answer is { next_cursor: string } =>
  typeof answer === 'object' &&
  answer !== null &&
  'next_cursor' in answer &&
  typeof answer.next_cursor === 'string'

const foreignCursor = (): RequestError =>
  new RequestError(400, 'The request is not valid.', [
    { in: 'query', name: 'cursor', message: 'is not one of this list' },
  ])
