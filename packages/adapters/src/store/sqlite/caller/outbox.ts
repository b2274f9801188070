import type {
  Clock,
  DeliveryFilter,
  DueDelivery,
  EndedJob,
  ListedDelivery,
  OutboxEvent,
  OutboxStore,
  PageOf,
  PageRequest,
  ReplayFilter,
  WebhookDelivery,
} from '@colophon/domain'
import { decodeCursor, pageOf } from '../../pages.ts'
import type { Row } from '../thread/database.ts'
import type { EncodedOutboxEvent } from '../thread/operations/outbox.ts'
import type { Remote } from '../protocol.ts'
import { iso, jobFrom } from './rows.ts'

export const outboxRow = ({ tenant_id, event_id, kind, at, payload }: OutboxEvent) =>
  ({
    tenant_id,
    event_id,
    kind,
    at,
    payload: JSON.stringify(payload),
  }) satisfies EncodedOutboxEvent

function eventFrom(from: Row): OutboxEvent {
  const { tenant_id, event_id, kind, at, payload } = from as unknown as EncodedOutboxEvent
  return {
    tenant_id,
    event_id,
    kind: kind as OutboxEvent['kind'],
    at,
    payload: JSON.parse(payload) as OutboxEvent['payload'],
  }
}

function deliveryFrom(from: Row): WebhookDelivery {
  const row = from as unknown as WebhookDelivery
  const { tenant_id, event_id, endpoint, state, attempts, next_at, last, updated_at } = row
  return { tenant_id, event_id, endpoint, state, attempts, next_at, last, updated_at }
}

const listedFrom = (from: Row): ListedDelivery => ({
  ...deliveryFrom(from),
  kind: from['kind'] as ListedDelivery['kind'],
})

const endedFrom = ({ told: _, opened, ...row }: Row): EndedJob => ({
  job: jobFrom(row),
  opened: Number(opened),
})

export class SqliteOutbox implements OutboxStore {
  readonly #remote: Remote
  readonly #clock: Clock

  constructor(remote: Remote, clock: Clock) {
    this.#remote = remote
    this.#clock = clock
  }

  async endedJobs(limit: number): Promise<EndedJob[]> {
    return (await this.#remote.read('outbox', 'endedJobs', limit)).map(endedFrom)
  }

  tellOfJob({ job, opened }: EndedJob, event: OutboxEvent): Promise<boolean> {
    const key = { tenantId: job.tenant_id, jobId: job.enrichment_job_id, opened }
    return this.#remote.write('outbox', 'tellOfJob', key, outboxRow(event))
  }

  async unshared(limit: number): Promise<OutboxEvent[]> {
    return (await this.#remote.read('outbox', 'unshared', limit)).map(eventFrom)
  }

  share(event: OutboxEvent, endpoints: readonly string[]): Promise<void> {
    return this.#remote.write('outbox', 'share', outboxRow(event), endpoints, this.#now())
  }

  async due(tenantId: string, endpoint: string, limit: number): Promise<DueDelivery[]> {
    const rows = await this.#remote.read('outbox', 'due', tenantId, endpoint, this.#now(), limit)
    return rows.map((row) => ({ event: eventFrom(row), delivery: deliveryFrom(row) }))
  }

  settle(delivery: WebhookDelivery): Promise<boolean> {
    return this.#remote.write('outbox', 'settle', delivery)
  }

  async deliveries(
    tenantId: string,
    filter: DeliveryFilter,
    page: PageRequest,
  ): Promise<PageOf<ListedDelivery>> {
    const before = decodeCursor(page, [Number.MAX_SAFE_INTEGER, ''])
    const { limit } = page
    const rows = await this.#remote.read('outbox', 'deliveries', tenantId, filter, before, limit)
    return pageOf(rows, listedFrom, (row) => [Number(row['event']), String(row['endpoint'])])
  }

  replay(tenantId: string, filter: ReplayFilter): Promise<number> {
    return this.#remote.write('outbox', 'replay', tenantId, filter, this.#now())
  }

  prune(before: string): Promise<number> {
    return this.#remote.write('outbox', 'prune', before)
  }

  backlog(): Promise<{ pending: number; dead: number }> {
    return this.#remote.read('outbox', 'backlog')
  }

  #now(): string {
    return iso(this.#clock.now())
  }
}
