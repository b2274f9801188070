import {
  narrowest,
  reachIn,
  type JobRecord,
  type NewDocument,
  type Reach,
  type SettingsOf,
  type Store,
} from '@colophon/domain'
import type { JobRequest } from './open-job.ts'

/**
 * The documents with how far their texts may go: the narrowest of what the item, the job and the collection say now.
 * What a collection says later can narrow it for the next run, and never widens it.
 */
export async function stampReach(
  { tenant_id, options }: JobRecord,
  documents: readonly NewDocument[],
  settingsOf: SettingsOf,
): Promise<readonly NewDocument[]> {
  const ofJob = reachIn(options)
  const ids = [...new Set(documents.map(({ collection_id }) => collection_id))]
  const ofCollection = new Map(
    await Promise.all(
      ids.map(async (id) => [id, (await settingsOf(tenant_id, id)).reach] as const),
    ),
  )
  return documents.map((document) => {
    const { source, collection_id } = document
    const reach = narrowest(source.reach, ofJob, ofCollection.get(collection_id))
    return reach === source.reach ? document : { ...document, source: { ...source, reach } }
  })
}

/** A job that was there before keeps its options: the narrower of what it says and of what is asked for now. */
export async function reachOfJob(
  { jobs }: Pick<Store, 'jobs'>,
  { jobId, reach }: JobRequest,
  { tenant_id: tenant }: JobRecord,
): Promise<Reach | undefined> {
  const there = jobId === undefined ? null : await jobs.get(tenant, jobId)
  return narrowest(reach, reachIn(there?.options ?? {}))
}
