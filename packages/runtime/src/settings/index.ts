export { LINK_SETTINGS, readLinks } from './links.ts'
export { logSettings } from './log-settings.ts'
export { readAccess, type AccessSettings, type ApiAccess } from './access.ts'
export { readSettings, type SettingRule } from './read-settings.ts'
export { ACCESS_RULES, LEASE_RULE, STORE_SAFETY } from './rules.ts'
export { runMain, untilStopped } from './run-main.ts'
export {
  apiSettings,
  AUDIENCE_SETTINGS,
  AUTH_SETTINGS,
  BUS_SETTINGS,
  DEFAULT_LEASE_MS,
  IMAGE_SETTINGS,
  LEASE_SETTINGS,
  logLevel,
  LOG_SETTINGS,
  MODEL_SETTINGS,
  PRICE_SETTINGS,
  opsSettings,
  readRules,
  rulesSettings,
  SERVICE_AUTH_SETTINGS,
  SIGNING_SETTINGS,
  STORE_SETTINGS,
} from './shapes.ts'
export { assertStoreUrl } from './store-url.ts'
