import { z } from 'zod'
import { TenantId } from '../record/tenant.ts'
import { Reach } from '../work/reach.ts'

/** What is settled per collection. Every setting has a default, so that a new one changes no collection. */
export const CollectionSettings = z.object({
  second_review: z
    .number()
    .min(0)
    .max(1)
    .default(0)
    .describe('Share of approvals that a second person has to confirm'),
  own_corrections: z
    .enum(['allowed', 'second_review'])
    .default('allowed')
    .describe('Whether who corrected a document may approve it alone'),
  audit_sample: z
    .number()
    .min(0)
    .max(1)
    .nullable()
    .default(null)
    .describe(
      'Share of auto-approved documents that a person looks at all the same; null: as the profile says',
    ),
  seeded: z
    .number()
    .min(0)
    .max(0.2)
    .default(0)
    .describe('Known answers among the tasks that are handed out, as a share'),
  tolerated_error: z
    .record(z.string(), z.number().min(0.001).max(0.5))
    .optional()
    .describe(
      'Share of wrong values that is tolerated among those accepted without a person, by path of the field; others as the profile accepts them',
    ),
  reach: Reach.optional().describe(
    'How far its texts may go: `rules` (no model), `local` (models of our own machines), `cloud`; the narrowest of collection, job and document holds. Left out, it stays as it is; `cloud` lifts it',
  ),
})
export type CollectionSettings = z.infer<typeof CollectionSettings>

/** One change of the settings. Chained by hash as audit events are. */
export const SettingsChange = z.object({
  n: z.int().min(1),
  at: z.string(),
  actor: z.string(),
  from: CollectionSettings.nullable(),
  to: CollectionSettings,
  hash: z.string(),
})
export type SettingsChange = z.infer<typeof SettingsChange>

export const CollectionRecord = z.object({
  tenant_id: TenantId,
  collection_id: z.string().min(1).max(200),
  settings: CollectionSettings,
  /** 0: nobody has set anything. */
  revision: z.int().min(0),
  changes: z.array(SettingsChange),
  updated_at: z.string().nullable(),
})
export type CollectionRecord = z.infer<typeof CollectionRecord>

/** What a change's hash is made over, beside the hash of the one before it. */
export const settingsContent = (
  tenantId: string,
  collectionId: string,
  { n, at, actor, from, to }: Omit<SettingsChange, 'hash'>,
): string => JSON.stringify([tenantId, collectionId, n, at, actor, from, to])
