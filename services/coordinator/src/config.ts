import {
  apiSettings,
  AUTH_SETTINGS,
  BUS_SETTINGS,
  LOG_SETTINGS,
  STORE_SETTINGS,
} from '@colophon/runtime/settings'
import { z } from 'zod'
import { SUBMIT_LIMITS } from './api/submit.ts'

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
  ...AUTH_SETTINGS,
  ...LOG_SETTINGS,
})
