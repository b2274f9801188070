import { z } from 'zod'

export const TenantId = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,62}$/)
export const DEFAULT_TENANT = 'default'
