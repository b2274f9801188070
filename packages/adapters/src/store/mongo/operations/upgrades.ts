import type { Filter } from 'mongodb'
import { recordId, type Stored } from '../connection/collections.ts'
import type { Connection } from '../connection/connection.ts'
import { taskFrom, taskToBson } from '../records/task-records.ts'

/** Before every step, also that of what an earlier version has announced. */
const NO_STEP = -1

/**
 * Gives tasks from before people worked on tasks what new ones have, so that they are found and ordered as those are.
 * May be done by several processes at once, and again after a crash.
 */
export async function upgradeTasks({ collections, updates }: Connection): Promise<void> {
  const former = { version: null }
  const { reviews, documents } = collections
  const projection = { profile: 1 }
  for await (const stored of reviews.find(former as Filter<Stored>)) {
    const id = recordId(String(stored['tenant_id']), String(stored['document_id']))
    const document = await documents.findOne({ _id: id }, { projection })
    const profile = document?.['profile']
    const task = { ...taskFrom(stored), profile: typeof profile === 'string' ? profile : '' }
    const { _id, ...fields } = taskToBson(task, NO_STEP)
    await updates.one(reviews, _id, former, { $set: fields })
  }
}
