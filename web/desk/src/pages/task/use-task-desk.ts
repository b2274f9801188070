import { useEffect, useMemo, useRef, useState } from 'react'
import type { Me, ProfileForm, TaskView } from '@colophon/domain'
import { withDecisions } from '../../behaviour/decide.ts'
import { arrange, fieldsOf, inOrder, type Field } from '../../behaviour/field-list.ts'
import { linesOf } from '../../behaviour/source-text.ts'
import type { Span } from '../../behaviour/spans.ts'
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
  const others = useMemo(() => spansOf(fields), [fields])
  const { setFocus, editing, setEditing, decide } = actions
  const state: TaskState = {
    ...{ view: shown, profile, lines, focus, setFocus, editing, setEditing, selected, decide },
    show: (span) => {
      asked.show(span)
    },
    commenting: focus !== undefined && commentOn === focus,
    setCommenting(on) {
      setCommentOn(on ? focus : undefined)
    },
    readOnly: held.hold.kind !== 'mine',
  }
  useTaskKeys({ field, ordered: inOrder(arranged), state, actions })
  useEffect(() => {
    const name = view.task.title === '' ? view.document.document_id : view.task.title
    document.title = `${name} · Colophon`
  }, [view])
  const evidence = asked.span ?? spanOf(field?.provenance?.evidence) ?? null
  return { pane, held, actions, saving, state, fields, arranged, field, others, evidence, asked }
}

/** A mark under half of the text would say nothing. */
const LONGEST_MARK = 80

const spansOf = (fields: readonly Field[]): Span[] =>
  fields
    .flatMap(({ provenance }) => spanOf(provenance?.evidence) ?? [])
    .filter(({ start, end }) => end - start <= LONGEST_MARK)

type Evidence = { start: number; end: number; match: string } | null | undefined

const spanOf = (evidence: Evidence): Span | undefined =>
  evidence === null || evidence === undefined || evidence.match === 'none'
    ? undefined
    : { start: evidence.start, end: evidence.end }
