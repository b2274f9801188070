import type { Pending } from './pending.ts'

/** The part of `localStorage` that is needed: a test gives a map. */
export interface Keeper {
  getItem(key: string): string | null
  setItem(key: string, value: string): void
  removeItem(key: string): void
}

/** What is typed and not yet sent. */
export interface Draft {
  text: string
  evidence: { start: number; end: number } | null
  external: string
}

/** In place of a path: what is typed is a comment. */
export const COMMENT_DRAFT = '#comment'

const draftKey = (task: string, path: string): string => `colophon.draft.${task}.${path}`
const pendingKey = (task: string): string => `colophon.pending.${task}`

interface KeptDraft extends Draft {
  revision: number
}

/** Keeps a draft. A browser that has no room left says so by `false`. */
export function keepDraft(keeper: Keeper, place: DraftPlace, draft: Draft): boolean {
  const kept: KeptDraft = { ...draft, revision: place.revision }
  return put(keeper, draftKey(place.task, place.path), kept)
}

export interface DraftPlace {
  task: string
  path: string
  /** Of the document that it was typed for. */
  revision: number
}

/** The draft of a field, and whether the document has changed since it was typed. */
export function draftOf(
  keeper: Keeper,
  { task, path, revision }: DraftPlace,
): { draft: Draft; stale: boolean } | null {
  const kept = take(keeper, draftKey(task, path)) as KeptDraft | null
  if (kept === null || typeof kept.text !== 'string') return null
  const { revision: typedFor, ...draft } = kept
  return { draft, stale: typedFor !== revision }
}

/** The path of a field of the task for which something is typed; that of an item ends in its place in the list. */
export function typedIn(keeper: Pick<Storage, 'length' | 'key'>, task: string): string | undefined {
  const begin = draftKey(task, '')
  const keys = Array.from({ length: keeper.length }, (_, at) => keeper.key(at) ?? '')
  return keys.find((key) => key.startsWith(begin))?.slice(begin.length)
}

export const dropDraft = (keeper: Keeper, { task, path }: Omit<DraftPlace, 'revision'>): void => {
  keeper.removeItem(draftKey(task, path))
}

export function keepPending(keeper: Keeper, task: string, pending: Pending): boolean {
  if (pending.decisions.length > 0) return put(keeper, pendingKey(task), pending)
  keeper.removeItem(pendingKey(task))
  return true
}

export function pendingOf(keeper: Keeper, task: string): Pending | null {
  const kept = take(keeper, pendingKey(task)) as Pending | null
  return kept !== null && Array.isArray(kept.decisions) && kept.decisions.length > 0 ? kept : null
}

function put(keeper: Keeper, key: string, value: unknown): boolean {
  try {
    keeper.setItem(key, JSON.stringify(value))
    return true
  } catch {
    return false
  }
}

function take(keeper: Keeper, key: string): unknown {
  const kept = keeper.getItem(key)
  if (kept === null) return null
  try {
    return JSON.parse(kept) as unknown
  } catch {
    return null
  }
}
