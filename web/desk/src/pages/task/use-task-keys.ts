import { useEffect, useRef } from 'react'
import { useLocation } from 'wouter'
import { isPlainKey } from '@colophon/web-shared'
import { neighbour, type Field } from '../../behaviour/field-list.ts'
import { PLACES } from '../../behaviour/places.ts'
import { useKeys } from '../../parts/use-keys.ts'
import type { TaskState } from './context.ts'
import { decisionFor, type FieldAction } from './field-decisions.ts'
import type { Actions } from './use-actions.ts'

export interface TaskKeysSubject {
  field: Field | undefined
  /** In the order in which they stand on the page. */
  ordered: readonly Field[]
  state: TaskState
  actions: Actions
  turnSight: () => void
}

/** One key an action. Nothing is decided on while somebody else holds the document. */
export function useTaskKeys({ field, ordered, state, actions, turnSight }: TaskKeysSubject): void {
  const [, go] = useLocation()
  const { readOnly, selected, focus, setFocus, setEditing, decide, show } = state
  const step = (by: 1 | -1) => (): void => {
    const to = neighbour(ordered, focus, by)
    if (to !== undefined) setFocus(to.path)
  }
  const act = (action: FieldAction) => (): void => {
    if (field === undefined || readOnly) return
    const decision = decisionFor(action, field, selected)
    if (decision !== null) decide(decision, field)
  }
  const whileHeld = (then: () => void) => (): void => {
    if (!readOnly) then()
  }
  useKeys({
    'next-field': step(1),
    'previous-field': step(-1),
    accept: act('accept'),
    reject: act('reject'),
    'not-there': act('not-there'),
    illegible: act('illegible'),
    uncertain: act('uncertain'),
    edit: whileHeld(() => {
      setEditing(true)
    }),
    fill: whileHeld(() => {
      if (field !== undefined) actions.fill(field)
    }),
    elsewhere() {
      const path = actions.elsewhere.meant(field)
      if (path !== undefined) actions.elsewhere.look(path)
    },
    comment() {
      state.setCommenting(true)
    },
    evidence() {
      const evidence = field?.provenance?.evidence
      if (evidence !== null && evidence !== undefined) show(evidence)
    },
    sight: turnSight,
    approve: whileHeld(actions.approve),
    skip: whileHeld(actions.skip),
    'turn-down': whileHeld(() => {
      actions.setRejecting(true)
    }),
    back() {
      go(PLACES.queue)
    },
  })
  useRivalKeys(field, state)
}

/** The numbers choose among the other proposals. */
function useRivalKeys(field: Field | undefined, { readOnly, decide }: TaskState): void {
  const latest = useRef({ field, readOnly, decide })
  useEffect(() => {
    latest.current = { field, readOnly, decide }
  })
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const { field: of, readOnly: no, decide: act } = latest.current
      const rival = Number(event.key) - 1
      if (!isPlainKey(event) || no || of?.rivals[rival] === undefined) return
      act({ action: 'choose', path: of.path, rival }, of)
    }
    window.addEventListener('keydown', press)
    return () => {
      window.removeEventListener('keydown', press)
    }
  }, [])
}
