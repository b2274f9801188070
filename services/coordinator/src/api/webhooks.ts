import {
  ColophonError,
  OutboxEvent,
  WebhookDelivery,
  WebhookKind,
  type Clock,
  type Store,
} from '@colophon/domain'
import { operation, PageQuery, projection } from '@colophon/runtime/http'
import { z } from 'zod'
import { hostOf, type WebhookEndpoint } from '../webhooks/settings.ts'
import { testEvent } from '../webhooks/test-event.ts'

export interface WebhookRouteDeps {
  store: Pick<Store, 'outbox'>
  clock: Clock
  endpoints: readonly WebhookEndpoint[]
}

export const DeliveryView = WebhookDelivery.omit({ tenant_id: true }).extend({
  kind: OutboxEvent.shape.kind,
})
const viewOf = projection(DeliveryView)

const Name = z.string().min(1).max(63).describe('Name of an endpoint')
const State = WebhookDelivery.shape.state

function requireEndpoint(
  endpoints: readonly WebhookEndpoint[],
  tenant: string,
  name: string,
): void {
  if (endpoints.some((one) => one.tenant === tenant && one.name === name)) return
  throw new ColophonError('webhook.not_found', `There is no endpoint ${name}`)
}

/** Operations on endpoints. They are settings: here they are only looked at. */
export function endpointRoutes({ store, clock, endpoints }: WebhookRouteDeps) {
  const list = operation({
    summary: 'Endpoints of the tenant, as they are set; neither addresses in full nor secrets',
    response: z.object({
      endpoints: z.array(
        z.object({ name: z.string(), host: z.string(), kinds: z.array(WebhookKind) }),
      ),
    }),
    handle({ tenant }) {
      const own = endpoints.filter((endpoint) => endpoint.tenant === tenant)
      return {
        endpoints: own.map(({ name, kinds, url }) => ({ name, host: hostOf({ url }), kinds })),
      }
    },
  })

  const test = operation({
    summary: 'Sends an event of the kind `test` to an endpoint; its delivery says what came of it',
    params: z.object({ name: Name }),
    response: z.object({ event_id: z.string() }),
    errors: { 404: 'webhook.not_found' },
    async handle({ tenant, params }) {
      const { name } = params
      requireEndpoint(endpoints, tenant, name)
      const event = testEvent(tenant, clock.now())
      await store.outbox.share(event, [name])
      return { event_id: event.event_id }
    },
  })

  return { list, test }
}

/** Operations on what is sent to them. */
export function deliveryRoutes({ store, endpoints }: WebhookRouteDeps) {
  const deliveries = operation({
    summary: 'How far events are on their way, the latest first; `dead` ones were given up',
    query: PageQuery.extend({
      state: State.optional().describe('Only those in this state'),
      endpoint: Name.optional().describe('Only those to this endpoint'),
    }),
    response: z.object({ deliveries: z.array(DeliveryView), next_cursor: z.string().nullable() }),
    async handle({ tenant, query }) {
      const { items, cursor } = await store.outbox.deliveries(tenant, query, query)
      return { deliveries: items.map(viewOf), next_cursor: cursor }
    },
  })

  const replay = operation({
    summary: 'Delivers again: one event, or all of a state',
    description: 'Under the ids that they had: who has taken an event knows it by that.',
    body: z.union([
      z.strictObject({ endpoint: Name, event_id: z.string().min(1) }),
      z.strictObject({ endpoint: Name, state: State.exclude(['pending']) }),
    ]),
    response: z.object({ replayed: z.int().min(0).describe('Deliveries') }),
    errors: { 404: 'webhook.not_found' },
    async handle({ tenant, body }) {
      const { endpoint } = body
      requireEndpoint(endpoints, tenant, endpoint)
      const which = 'state' in body ? { state: body.state } : { eventId: body.event_id }
      const replayed = await store.outbox.replay(tenant, { which, endpoint })
      if (replayed > 0 || 'state' in body) return { replayed }
      throw new ColophonError(
        'webhook.not_found',
        `There is no delivery of the event ${body.event_id} to ${endpoint}`,
      )
    },
  })

  return { list: deliveries, replay }
}
