import {
  apiSettings,
  AUTH_SETTINGS,
  BUS_SETTINGS,
  LOG_SETTINGS,
  STORE_SETTINGS,
} from '@colophon/runtime/settings'
import { z } from 'zod'
import { SUBMIT_LIMITS } from './api/submit.ts'
import { COORDINATOR_DEFAULTS } from './settings.ts'

const count = (least: number) => z.coerce.number().int().min(least)

export const Config = z.object({
  ...STORE_SETTINGS,
  ...BUS_SETTINGS,
  ...apiSettings(5_000),
  MAX_TEXT_BYTES: count(1_024)
    .default(SUBMIT_LIMITS.maxTextBytes)
    .describe('Largest text of one document, in bytes'),
  MAX_BODY_BYTES: count(1_024)
    .default(SUBMIT_LIMITS.maxBodyBytes)
    .describe('Largest JSON body of one request; documents sent as lines have no limit'),
  MAX_DOCUMENTS_PER_REQUEST: count(1)
    .default(SUBMIT_LIMITS.maxDocuments)
    .describe('Documents of one JSON body; documents sent as lines have no limit'),
  DISPATCH_MS: count(10)
    .default(COORDINATOR_DEFAULTS.dispatchEveryMs)
    .describe(
      'How often the store is asked for documents that have become due, in milliseconds; FerretDB reads all of them each time',
    ),
  RECONCILE_MS: count(100)
    .default(COORDINATOR_DEFAULTS.reconcileEveryMs)
    .describe('How often leases that ran out and lost messages are looked for, in milliseconds'),
  REDISPATCH_MS: count(1_000)
    .default(COORDINATOR_DEFAULTS.redispatchAfterMs)
    .describe(
      'A message older than this whose document nobody took is sent again, in milliseconds',
    ),
  ...AUTH_SETTINGS,
  ...LOG_SETTINGS,
})
