import { decideOperation, undoOperation } from './decide.ts'
import { createRegisterOf, type RegistersDeps } from './kept.ts'
import { peopleOperation, precedentsOperation } from './people.ts'

/** What a collection says of its people, and what people decide on that. */
export function registerRoutes(deps: RegistersDeps) {
  const registerOf = createRegisterOf(deps)
  return {
    people: peopleOperation(registerOf),
    precedents: precedentsOperation(deps.store),
    decide: decideOperation(deps, registerOf),
    undo: undoOperation(deps, registerOf),
  }
}
