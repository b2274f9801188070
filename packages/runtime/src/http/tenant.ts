import type { IncomingMessage } from 'node:http'

/**
 * The one place that says whose records a request sees. Without authentication the APIs are served on loopback only
 * (`assertLoopback`), and whoever can reach them is the default tenant.
 */
export const tenantOf: (request: IncomingMessage) => string = () => 'default'
