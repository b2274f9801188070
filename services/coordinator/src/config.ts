import {
  apiSettings,
  AUTH_SETTINGS,
  BUS_SETTINGS,
  LOG_SETTINGS,
  STORE_SETTINGS,
} from '@colophon/runtime/settings'
import { z } from 'zod'
import { COORDINATOR_SETTINGS } from './compose.ts'

export const Config = z.object({
  ...STORE_SETTINGS,
  ...BUS_SETTINGS,
  ...apiSettings(5_000),
  ...COORDINATOR_SETTINGS,
  ...AUTH_SETTINGS,
  ...LOG_SETTINGS,
})
