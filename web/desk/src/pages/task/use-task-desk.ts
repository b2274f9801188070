import { useEffect, useMemo, useRef, useState } from 'react'
import type { Me, ProfileForm, TaskView } from '@colophon/domain'
import { withDecisions } from '../../behaviour/decide.ts'
import { evidenceOf, evidencesOf } from '../../behaviour/evidence.ts'
import { arrange, fieldsOf, inOrder } from '../../behaviour/field-list.ts'
import { linesOf } from '../../behaviour/source-text.ts'
import { useSight } from '../../parts/page-image/sight.tsx'
import type { TaskState } from './context.ts'
import { useActions } from './use-actions.ts'
import { useAsked } from './use-asked.ts'
import { useHold } from './use-hold.ts'
import { useSelection } from './use-selection.ts'
import { useShownSpan } from './use-shown-span.ts'
import { useTaskKeys } from './use-task-keys.ts'

export interface TaskDeskProps {
  view: TaskView
  profile: ProfileForm
  me: Me
}

/** All that the page of one document knows and does. */
export function useTaskDesk({ view, profile, me }: TaskDeskProps) {
  const pane = useRef<HTMLDivElement>(null)
  const { source } = view.document
  const lines = useMemo(() => linesOf(source.text, source.pages), [source])
  const sight = useSight(source.pages.some(({ image }) => image !== undefined))
  const held = useHold(view, me.sub)
  const [selected, clearSelected] = useSelection(pane, source.text)
  const actions = useActions({ view, profile, me, held, selected, clearSelected })
  const { saving, focus } = actions
  const asked = useShownSpan(focus)
  const [commentOn, setCommentOn] = useState<string>()

  const { decisions } = saving.pending
  const shown = useMemo(() => withDecisions(view, decisions), [view, decisions])
  const fields = useMemo(() => fieldsOf(shown, profile.fields), [shown, profile])
  const arranged = arrange(fields, useAsked(fields))
  const field = fields.find(({ path }) => path === focus)
  const others = useMemo(() => evidencesOf(fields), [fields])
  const { setFocus, editing, setEditing, decide } = actions
  const state: TaskState = {
    ...{
      view: shown,
      taskId: view.task.review_id,
      profile,
      lines,
      focus,
      setFocus,
      editing,
      setEditing,
      selected,
      decide,
    },
    show: asked.show,
    commenting: focus !== undefined && commentOn === focus,
    setCommenting(on) {
      setCommentOn(on ? focus : undefined)
    },
    readOnly: held.hold.kind !== 'mine',
    lookElsewhere: actions.elsewhere.look,
  }
  useTaskKeys({ field, ordered: inOrder(arranged), state, actions, turnSight: sight.turn })
  useEffect(() => {
    const name = view.task.title === '' ? view.document.document_id : view.task.title
    document.title = `${name} · Colophon`
  }, [view])
  const evidence = asked.span ?? evidenceOf(field) ?? null
  return {
    pane,
    held,
    actions,
    saving,
    state,
    fields,
    arranged,
    field,
    others,
    evidence,
    asked,
    sight,
  }
}
