export interface ThreadsTask {
  /** For the rules; 0: beside everything else. */
  threads: number
  letters: number
  /** Which letter is put among the others. */
  among: 'none' | 'long' | 'hanging'
}

export interface ThreadsResult {
  seconds: number
  cpuMs: number
  peakRssMb: number
  delayP99Ms: number
  delayMaxMs: number
}
