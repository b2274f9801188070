import type { ImageStore } from '@colophon/domain'
import { documentImageOperation } from '../page-image.ts'
import type { TaskDeps } from '../tasks/index.ts'
import { readRoutes } from './read.ts'
import { sendOperation } from './send.ts'
import { valuesOperation } from './values.ts'

/** Documents, whether anybody was asked about them or not. */
export const documentRoutes = (deps: TaskDeps, images: ImageStore | null) => ({
  ...readRoutes(deps),
  image: documentImageOperation(deps, images),
  send: sendOperation(deps),
  values: valuesOperation(deps),
})
