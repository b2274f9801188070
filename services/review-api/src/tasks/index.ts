import { decisionRoutes } from './decisions.ts'
import { leaseRoutes } from './leases.ts'
import type { TaskDeps } from './subject.ts'
import { undoOperation } from './undo.ts'
import { versionRoutes } from './versions.ts'
import { viewRoutes } from './view.ts'

export type { TaskDeps } from './subject.ts'

/** Everything that is done with one task. */
export const taskRoutes = (deps: TaskDeps) => ({
  ...viewRoutes(deps),
  ...leaseRoutes(deps),
  ...decisionRoutes(deps),
  ...versionRoutes(deps),
  undo: undoOperation(deps),
})
