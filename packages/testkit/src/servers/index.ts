export { findServer, skipWithout } from './binary.ts'
export {
  LOCAL_MODEL,
  skipWithoutOllama,
  startOllama,
  untilLoaded,
  type OllamaServer,
} from './ollama.ts'
export { startNsqd, type NsqdOptions, type NsqdServer, type ServerScope } from './nsqd.ts'
export { startNsqlookupd, type NsqlookupdServer } from './nsqlookupd.ts'
export {
  startPrometheus,
  type PrometheusSample,
  type PrometheusServer,
  type PrometheusTarget,
} from './prometheus.ts'
export { startAlertmanager, type AlertmanagerServer, type FiringAlert } from './alertmanager.ts'
export { openCollector, type CollectedSpan, type Collector } from './collector.ts'
export { startTcpProxy, type NsqCommand, type TcpProxy } from './tcp-proxy.ts'
export { startFerretDb, type FerretDb } from './ferretdb.ts'
export { indexFerretDbIds, readFerretDbFields } from './ferretdb-files.ts'
export {
  databaseOf,
  dropDatabase,
  openStoredRecords,
  withDatabase,
  type StoredRecords,
} from './mongo-database.ts'
export { startMongoProxy, type MongoProxy } from './mongo-proxy.ts'
export {
  assertStartsAndStops,
  serviceProgram,
  type RunningService,
  type ServiceProgram,
} from './service.ts'
export { serveApp, type AppAnswer, type ServedApp } from './app.ts'
export { temporaryStore } from './temporary-store.ts'
