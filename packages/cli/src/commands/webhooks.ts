import { setTimeout as delay } from 'node:timers/promises'
import { hostOf, readWebhooks, testEvent, type WebhookEndpoint } from '@colophon/coordinator'
import {
  ColophonError,
  type ListedDelivery,
  type Store,
  type WebhookDelivery,
} from '@colophon/domain'
import { Option, type Command } from 'commander'
import { EXIT, setUp, type CommandSetup, type Context } from '../context.ts'
import { openExistingStore } from '../open-existing-store.ts'
import { formatTable } from '../terminal/table.ts'

const LATEST = 50
/** How long `test` waits for a running process to deliver. */
const TEST_MS = 15_000
const LOOK_MS = 250

type State = WebhookDelivery['state']

interface Opened extends CommandSetup {
  store: Store
  endpoints: readonly WebhookEndpoint[]
}

type Work = (opened: Opened) => Promise<number>

/** Opens store and endpoints of the tenant around the work of a command. */
async function withStore(context: Context, work: Work): Promise<number> {
  const setup = await setUp(context)
  using _stop = setup.stop
  const { STORE_URL, TENANT_ID, WEBHOOKS_FILE } = setup.config
  await using store = await openExistingStore(STORE_URL, context.cwd)
  const endpoints = readWebhooks(WEBHOOKS_FILE).filter(({ tenant }) => tenant === TENANT_ID)
  return await work({ ...setup, store, endpoints })
}

function requireEndpoint({ endpoints }: Opened, name: string): void {
  if (endpoints.some((endpoint) => endpoint.name === name)) return
  throw new ColophonError('webhook.not_found', `WEBHOOKS_FILE has no endpoint ${name}`)
}

const DELIVERIES = ['event', 'kind', 'endpoint', 'state', 'attempts', 'last', 'next']
const cells = (one: ListedDelivery): string[] => [
  one.event_id,
  one.kind,
  one.endpoint,
  one.state,
  String(one.attempts),
  one.last ?? '',
  one.state === 'pending' ? one.next_at.slice(0, 19).replace('T', ' ') : '',
]

const ENDPOINTS = ['endpoint', 'host', 'events']

interface ListOptions {
  deliveries?: boolean
  state?: State
}

const list =
  (context: Context, options: ListOptions): Work =>
  async ({ store, config, endpoints }) => {
    if (options.deliveries !== true && options.state === undefined) {
      const rows = endpoints.map((one) => [one.name, hostOf(one), one.kinds.join(', ')])
      const none = 'No endpoints: WEBHOOKS_FILE names none of this tenant.\n'
      context.stdout.write(rows.length === 0 ? none : formatTable([ENDPOINTS, ...rows]))
      return EXIT.done
    }
    const filter = { state: options.state }
    const page = await store.outbox.deliveries(config.TENANT_ID, filter, { limit: LATEST })
    const rows = page.items.map(cells)
    const more = page.cursor === null ? '' : `the latest ${String(LATEST)}; there are more\n`
    context.stdout.write(
      rows.length === 0 ? 'No deliveries.\n' : formatTable([DELIVERIES, ...rows]) + more,
    )
    return EXIT.done
  }

const replay =
  (context: Context, endpoint: string, eventId: string | undefined): Work =>
  async (opened) => {
    requireEndpoint(opened, endpoint)
    const which = eventId === undefined ? ({ state: 'dead' } as const) : { eventId }
    const { store, config } = opened
    const replayed = await store.outbox.replay(config.TENANT_ID, { which, endpoint })
    context.stdout.write(
      `${String(replayed)} ${replayed === 1 ? 'delivery' : 'deliveries'} to ${endpoint} due again\n`,
    )
    return replayed > 0 ? EXIT.done : EXIT.notRun
  }

const test =
  (context: Context, endpoint: string): Work =>
  async (opened) => {
    requireEndpoint(opened, endpoint)
    const { store, config, stop } = opened
    const event = testEvent(config.TENANT_ID, Date.now())
    await store.outbox.share(event, [endpoint])
    const until = performance.now() + TEST_MS
    while (!stop.aborted && performance.now() < until) {
      const page = await store.outbox.deliveries(config.TENANT_ID, { endpoint }, { limit: LATEST })
      const found = page.items.find(({ event_id: id }) => id === event.event_id)
      if (found !== undefined && found.attempts > 0) {
        context.stdout.write(
          `${event.event_id} to ${endpoint}: ${found.state}, ${found.last ?? ''}\n`,
        )
        return found.state === 'delivered' ? EXIT.done : EXIT.someFailed
      }
      await delay(LOOK_MS)
    }
    context.stdout.write(
      `${event.event_id} waits: nothing delivers now. \`colophon serve\` or the coordinator does, with the same WEBHOOKS_FILE.\n`,
    )
    return EXIT.someFailed
  }

export function webhooksCommand(
  program: Command,
  context: Context,
  exit: (code: number) => void,
): void {
  const run = async (work: Work): Promise<void> => {
    exit(await withStore(context, work))
  }
  const webhooks = program
    .command('webhooks')
    .summary('who is told of decisions and of jobs that have ended')
  webhooks
    .command('list')
    .summary('endpoints, or what was sent to them')
    .option('--deliveries', 'how far events are on their way, the latest first')
    .addOption(
      new Option('--state <state>', 'only deliveries in this state').choices([
        'pending',
        'delivered',
        'dead',
      ]),
    )
    .action((options: ListOptions) => run(list(context, options)))
  webhooks
    .command('replay')
    .summary('deliver again: all that was given up, or one event')
    .argument('<endpoint>', 'name of an endpoint')
    .argument('[event]', 'id of an event, whatever became of it')
    .action((endpoint: string, eventId?: string) => run(replay(context, endpoint, eventId)))
  webhooks
    .command('test')
    .summary('send an event that says nothing, and see what comes of it')
    .argument('<endpoint>', 'name of an endpoint')
    .action((endpoint: string) => run(test(context, endpoint)))
}
