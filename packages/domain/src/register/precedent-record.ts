import { z } from 'zod'
import { TenantId } from '../record/tenant.ts'
import { Precedent } from './precedent.ts'

/** One change of a precedent. Chained by hash as audit events are. */
export const PrecedentChange = z.object({
  n: z.int().min(1),
  at: z.string(),
  actor: z.string(),
  from: Precedent.nullable(),
  to: Precedent,
  hash: z.string(),
})
export type PrecedentChange = z.infer<typeof PrecedentChange>

/** A precedent as it is kept: one that was undone stays, and says who undid it. */
export const PrecedentRecord = z.object({
  tenant_id: TenantId,
  precedent: Precedent,
  revision: z.int().min(1),
  changes: z.array(PrecedentChange),
  updated_at: z.string(),
})
export type PrecedentRecord = z.infer<typeof PrecedentRecord>

/** What a change's hash is made over, beside the hash of the one before it. */
export const precedentContent = (
  tenantId: string,
  { collection_id, precedent_id }: Pick<Precedent, 'collection_id' | 'precedent_id'>,
  { n, at, actor, from, to }: Omit<PrecedentChange, 'hash'>,
): string => JSON.stringify([tenantId, collection_id, precedent_id, n, at, actor, from, to])
