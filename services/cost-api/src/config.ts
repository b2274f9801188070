import {
  apiSettings,
  AUTH_SETTINGS,
  LINK_SETTINGS,
  LOG_SETTINGS,
  STORE_SETTINGS,
} from '@colophon/runtime/settings'
import { z } from 'zod'
import { COST_SETTINGS } from './compose.ts'

export const Config = z.object({
  ...STORE_SETTINGS,
  ...apiSettings(5_002),
  ...AUTH_SETTINGS,
  ...COST_SETTINGS,
  ...LINK_SETTINGS,
  ...LOG_SETTINGS,
})
