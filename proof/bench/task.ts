export interface RunTask {
  documents: number
  inFlight: number
  /** How long each scripted model call takes; null: no model at all. */
  latencyMs: number | null
  rules: boolean
  /** Documents enriched before the clock starts; 0 measures a cold process. */
  warmUp: number
  /** Whether the process has done what a server does before it is ready. */
  served?: boolean
  /** With metrics, and with logs of the level info, written to a file; without: neither. @default metrics alone */
  observed?: boolean
  /** Settings beside those. */
  env?: Readonly<Record<string, string>>
}

export interface RunResult {
  seconds: number
  cpuMs: number
  tenths: number[]
  peakRssMb: number
}
