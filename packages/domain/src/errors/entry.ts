/**
 * The error catalogue: every failure a user, an integrator or an SRE can meet has one code here. `class` decides what
 * happens next: `transient` comes back on the store's schedule, `permanent` does not, `budget` waits for money.
 * `docs/reference/errors.md` is generated from this table.
 */
export type ErrorClass = 'transient' | 'permanent' | 'budget'

export interface CatalogueEntry {
  class: ErrorClass
  /** HTTP status when the error leaves through an API. */
  status: number
  title: string
  /** Advice: one thing that the reader of the message should do. */
  fix: string
}

export const entry = (errorClass: ErrorClass, status: number, title: string, fix: string) =>
  ({ class: errorClass, status, title, fix }) as const satisfies CatalogueEntry
