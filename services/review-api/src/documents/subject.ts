import {
  ColophonError,
  isOpenTask,
  type DocumentRecord,
  type ReviewRecord,
  type Store,
} from '@colophon/domain'
import { isSeeded } from '../seeded/shadow.ts'
import type { TaskDeps } from '../tasks/subject.ts'

/** More than any document has: each run asks for one at most. */
const TASKS = 100

/** A known answer is a task to everybody while it is open, and to who decided it: to others it is over. */
const isTaskTo =
  (person: string) =>
  (task: ReviewRecord): boolean =>
    !isSeeded(task) || isOpenTask(task) || task.decided_by === person

interface Asked {
  tenant: string
  id: string
  /** Who reads it. */
  person: string
}

/** The task that a document is worked on by: one that is open, else the latest. Null when nobody was ever asked. */
export async function taskOfDocument(
  { desk }: Pick<Store, 'desk'>,
  { tenant, id: documentId, person }: Asked,
): Promise<ReviewRecord | null> {
  const page = await desk.list(tenant, { documentId }, 'oldest', { limit: TASKS })
  const items = page.items.filter(isTaskTo(person))
  const open = items.filter((task) => isOpenTask(task))
  const found = open.findLast((task) => !isSeeded(task)) ?? open.at(-1) ?? items.at(-1)
  return found ?? null
}

export interface DocumentSubject {
  /** As whoever works on its task sees it. */
  document: DocumentRecord
  task: ReviewRecord | null
}

/** Rejects with `document.not_found`. */
export async function readDocument(
  { store, work }: Pick<TaskDeps, 'store' | 'work'>,
  asked: Asked,
): Promise<DocumentSubject> {
  const { tenant, id } = asked
  // First: a task that is made meanwhile is seen, or the revision that was read is none any more.
  const document = await store.documents.get(tenant, id)
  if (document === null) throw new ColophonError('document.not_found', `There is no document ${id}`)
  const task = await taskOfDocument(store, asked)
  return { document: isSeeded(task) ? await work.document(task) : document, task }
}
