import {
  apiSettings,
  AUTH_SETTINGS,
  IMAGE_SETTINGS,
  LINK_SETTINGS,
  LOG_SETTINGS,
  STORE_SETTINGS,
} from '@colophon/runtime/settings'
import { z } from 'zod'

export const Config = z.object({
  ...STORE_SETTINGS,
  ...IMAGE_SETTINGS,
  ...LINK_SETTINGS,
  ...apiSettings(5_001),
  ...AUTH_SETTINGS,
  ...LOG_SETTINGS,
})
