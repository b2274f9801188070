/** The versions that are compared. */
export interface Chosen {
  older: number | undefined
  newer: number | undefined
}
