export type { AccessOptions } from './access.ts'
export { createApp, createOpsApp, type AppDeps, type AppOptions } from './app.ts'
export { PageQuery } from './cursor.ts'
export { asHtml } from './docs-page.ts'
export {
  ByteOrderMark,
  FORM_TYPE,
  operation,
  Reply,
  type Access,
  type BodyStream,
  type Method,
  type Operation,
  type OperationRequest,
  type Route,
} from './operation.ts'
export { servePages, type PagesOptions } from './pages.ts'
export type { ApiDescription, OpenApiDocument } from './openapi.ts'
export { RequestError, type Problem, type RequestFault } from './problem.ts'
export { projection } from './projection.ts'
export { localPrincipal } from './session.ts'
export { sessionRoutes } from './session-routes.ts'
export type { Check, Checks } from './readiness.ts'
