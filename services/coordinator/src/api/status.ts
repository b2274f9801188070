import { SystemStatus } from '@colophon/domain'
import { operation } from '@colophon/runtime/http'
import type { StatusSource } from '../status/index.ts'

/** How the deployment does, for the page at `/status` and for `colophon top`. */
export const statusOperation = (status: StatusSource) =>
  operation({
    summary: 'How the deployment does: queue, workers, agents, models, money, review, alerts',
    description:
      'With the last hour, kept in the memory of this process. Where workers and agents are processes of their own, ' +
      'what only they know is null or absent; Prometheus and Grafana have all of it.',
    response: SystemStatus,
    handle: ({ tenant }) => status(tenant),
  })
