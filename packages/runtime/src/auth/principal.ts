/** Roles a token may have. People and integrators have the first five; `service` is for Colophon's own processes. */
export const ROLES = ['submitter', 'reviewer', 'lead', 'finance', 'operator', 'service'] as const
export type Role = (typeof ROLES)[number]

/** Who asks, as the token says. */
export interface Principal {
  sub: string
  tenant: string
  roles: readonly Role[]
  /** Seconds since the epoch. */
  expiresAt: number
}
