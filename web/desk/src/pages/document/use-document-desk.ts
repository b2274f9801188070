import { useEffect, useMemo, useRef } from 'react'
import { useLocation } from 'wouter'
import type { DocumentView, ProfileForm } from '@colophon/domain'
import { evidenceOf, evidencesOf } from '../../behaviour/evidence.ts'
import { arrange, fieldsOf, inOrder, neighbour } from '../../behaviour/field-list.ts'
import { PLACES } from '../../behaviour/places.ts'
import { linesOf } from '../../behaviour/source-text.ts'
import { useSight } from '../../parts/page-image/sight.tsx'
import { useKeys } from '../../parts/use-keys.ts'
import type { TaskState } from '../task/context.ts'
import { useFocus } from '../task/use-focus.ts'
import { useShownSpan } from '../task/use-shown-span.ts'

const NOBODY_ASKED: ReadonlySet<string> = new Set()
const nothing = (): void => undefined

/** Nothing is decided on this page: there is a task for that, or there can be one. */
const LOOKING = {
  ...{ taskId: null, readOnly: true, selected: null, editing: false, commenting: false },
  ...{ setEditing: nothing, setCommenting: nothing, lookElsewhere: nothing, decide: nothing },
} satisfies Partial<TaskState>

export interface DocumentDeskProps {
  view: DocumentView
  profile: ProfileForm
}

/** All that the page of a document that is only looked at knows. */
export function useDocumentDesk({ view, profile, send }: DocumentDeskProps & { send: () => void }) {
  const { document: shown, title } = view
  const { source } = shown
  const pane = useRef<HTMLDivElement>(null)
  const [, go] = useLocation()
  const lines = useMemo(() => linesOf(source.text, source.pages), [source])
  const sight = useSight(source.pages.some(({ image }) => image !== undefined))
  const fields = useMemo(() => fieldsOf(view, profile.fields), [view, profile])
  const others = useMemo(() => evidencesOf(fields), [fields])
  const arranged = arrange(fields, NOBODY_ASKED)
  const [focus, setFocus] = useFocus(fields)
  const field = fields.find(({ path }) => path === focus)
  const asked = useShownSpan(focus)
  const state: TaskState = {
    ...LOOKING,
    view: { document: shown, fields: view.fields, comments: [] },
    ...{ profile, lines, focus, setFocus, show: asked.show },
  }
  const step = (by: 1 | -1) => (): void => {
    const to = neighbour(inOrder(arranged), focus, by)
    if (to !== undefined) setFocus(to.path)
  }
  useKeys({
    ...{ 'next-field': step(1), 'previous-field': step(-1), sight: sight.turn, send },
    evidence() {
      const evidence = evidenceOf(field)
      if (evidence !== undefined) asked.show(evidence)
    },
    back() {
      go(PLACES.queue)
    },
  })
  useEffect(() => {
    document.title = `${title} · Colophon`
  }, [title])
  return {
    ...{ pane, sight, state, arranged, others, asked },
    openLeft: fields.filter(({ open }) => open).length,
    evidence: asked.span ?? evidenceOf(field) ?? null,
  }
}
