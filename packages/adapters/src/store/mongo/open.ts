import type { Clock, Store } from '@colophon/domain'
import { MongoAudit } from './operations/audit.ts'
import { MongoBudgetRecords } from './operations/budget-records.ts'
import { Budgets } from './operations/budgets.ts'
import {
  connect,
  type ConnectOptions,
  type Connection,
  type ServerFacts,
} from './connection/connection.ts'
import { MongoDispatch } from './operations/dispatch.ts'
import { MongoDocuments } from './operations/documents.ts'
import { Effects } from './operations/effects.ts'
import { Heads } from './operations/heads.ts'
import { MongoDesk } from './operations/desk.ts'
import { createIndexes, lacksQueue, missingIndexes } from './connection/indexes.ts'
import { MongoIntake } from './operations/intake.ts'
import { MongoJobs } from './operations/jobs.ts'
import { MongoLedger } from './operations/ledger.ts'
import { MongoOutbox } from './operations/outbox.ts'
import { MongoRegister } from './operations/register.ts'
import { MongoReports } from './operations/reports.ts'
import { MongoReviews } from './operations/reviews.ts'
import { Revisions } from './operations/revisions.ts'
import { MongoSearch } from './operations/search.ts'
import { ToldJobs } from './operations/told-jobs.ts'
import { upgradeTasks } from './operations/upgrades.ts'
import { MongoWork } from './operations/work.ts'

export interface OpenMongoOptions extends ConnectOptions {
  clock: Clock
}

/** Opens the database a `mongodb:` or `mongodb+srv:` URL names, and creates the indexes that are not there. */
export async function openMongoStore(url: string, options: OpenMongoOptions): Promise<Store> {
  const connection = await connect(url, options)
  try {
    await connection.run(() => prepare(connection))
  } catch (thrown) {
    await connection[Symbol.asyncDispose]()
    throw thrown
  }
  return storeOver(connection, options.clock)
}

/** The indexes come last: what has them is up to date. */
async function prepare(connection: Connection): Promise<void> {
  if (await lacksQueue(connection.collections)) await upgradeTasks(connection)
  await createIndexes(connection.collections)
}

/** The store of an open connection. Closing it closes the connection. */
function storeOver(connection: Connection, clock: Clock): Store {
  const budgets = new Budgets(connection)
  const effects = new Effects(connection, budgets)
  const heads = new Heads(connection, effects)
  const revisions = new Revisions(connection)
  const toldJobs = new ToldJobs(connection)
  const deps = { connection, clock, effects, heads, revisions, toldJobs }
  return {
    ping: () => connection.run(() => connection.ping()),
    jobs: new MongoJobs(deps),
    documents: new MongoDocuments(deps),
    work: new MongoWork({ ...deps, budgets }),
    dispatch: new MongoDispatch(connection, clock, effects),
    ledger: new MongoLedger(connection, budgets),
    budgets: new MongoBudgetRecords(deps),
    reviews: new MongoReviews(connection, clock, effects),
    desk: new MongoDesk(deps),
    reports: new MongoReports(deps),
    audit: new MongoAudit(deps),
    intake: new MongoIntake(connection, clock),
    outbox: new MongoOutbox(deps),
    search: new MongoSearch(connection),
    register: new MongoRegister(deps),
    [Symbol.asyncDispose]: () => connection[Symbol.asyncDispose](),
  }
}

export interface MongoReport extends ServerFacts {
  /** `collection.index`, as they are named in the database. */
  missingIndexes: string[]
}

/** Looks at a database without changing it, for `colophon doctor`. */
export async function inspectMongo(url: string): Promise<MongoReport> {
  await using connection = await connect(url)
  const missing = await connection.run(() => missingIndexes(connection.collections))
  return { ...connection.facts, missingIndexes: missing }
}
