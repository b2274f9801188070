import type { TlsEvents } from './http/tls-reload.ts'
import type { Logger } from './logger.ts'
import type { Metrics } from './metrics.ts'

/** The end of the certificate that is served, as a gauge; each that takes the place of another in the log. */
export function tlsEvents(metrics: Metrics, log: Logger): TlsEvents {
  return {
    served({ ends, renewed }) {
      metrics.certificateExpiry.set({}, ends.getTime() / 1000)
      const fields = { ends: ends.toISOString() }
      if (renewed) log.info(fields, 'certificate renewed')
      else log.debug(fields, 'certificate served')
    },
    refused(err) {
      log.error({ err }, 'certificate not renewed')
    },
  }
}
