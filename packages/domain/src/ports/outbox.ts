import type { OutboxEvent, WebhookDelivery } from '../review/outbox.ts'
import type { JobRecord } from '../work/job.ts'
import type { PageOf, PageRequest } from './page.ts'

/** A job whose documents have all ended, which nobody was told of yet. */
export interface EndedJob {
  job: JobRecord
  /** How often it was opened again after it had ended. */
  opened: number
}

/** An event on its way to one endpoint. */
export interface DueDelivery {
  event: OutboxEvent
  delivery: WebhookDelivery
}

export interface DeliveryFilter {
  state?: WebhookDelivery['state'] | undefined
  endpoint?: string | undefined
}

export interface ReplayFilter {
  /** All deliveries of this state to the endpoint, or the one of this event whatever its state. */
  which: { state: WebhookDelivery['state'] } | { eventId: string }
  endpoint: string
}

/** A delivery, with the kind of its event. */
export type ListedDelivery = WebhookDelivery & Pick<OutboxEvent, 'kind'>

/**
 * What others are told of. Events are written in the commit of what they tell (see `DeskStore.commit`); one process at a
 * time shares them out to endpoints and delivers them.
 */
export interface OutboxStore {
  /** Sealed jobs whose documents have all ended and that were not told of since. */
  endedJobs(limit: number): Promise<EndedJob[]>
  /**
   * Writes the event of a job's end and marks the job as told of, while it still is as it was read. False when it was
   * opened again meanwhile, or somebody else has told of it.
   */
  tellOfJob(ended: EndedJob, event: OutboxEvent): Promise<boolean>
  /** Events that were not shared out yet, oldest first, over all tenants. */
  unshared(limit: number): Promise<OutboxEvent[]>
  /**
   * Gives the event, written where it is not there yet, a pending delivery to each of these endpoints: it is shared out
   * then. Doing it twice changes nothing.
   */
  share(event: OutboxEvent, endpoints: readonly string[]): Promise<void>
  /** Pending deliveries to one endpoint that are due, those due first before the others. */
  due(tenantId: string, endpoint: string, limit: number): Promise<DueDelivery[]>
  /** How an attempt ended. False when the delivery is not as it was before it (it was replayed meanwhile). */
  settle(delivery: WebhookDelivery): Promise<boolean>
  /** By event, the latest first. */
  deliveries(
    tenantId: string,
    filter: DeliveryFilter,
    page: PageRequest,
  ): Promise<PageOf<ListedDelivery>>
  /** Makes deliveries pending again, due at once with attempts 0. Returns how many. */
  replay(tenantId: string, filter: ReplayFilter): Promise<number>
  /**
   * Takes away events from before this time, of all tenants, with their deliveries; not those of which a delivery is
   * pending or dead. Returns how many; call it again until that is 0.
   */
  prune(before: string): Promise<number>
  /** Deliveries of all tenants that are not delivered. */
  backlog(): Promise<{ pending: number; dead: number }>
}
