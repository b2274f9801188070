import { useEffect, useMemo, useRef, useState } from 'react'
import type { Me, ProfileForm, TaskView } from '@colophon/domain'
import { withDecisions } from '../../behaviour/decide.ts'
import { arrange, fieldsOf, inOrder, type Field } from '../../behaviour/field-list.ts'
import { linesOf } from '../../behaviour/source-text.ts'
import type { Span } from '../../behaviour/spans.ts'
import { SourcePane } from '../../parts/source-pane.tsx'
import { Split } from '../../parts/split.tsx'
import { ActionBar } from './action-bar.tsx'
import { Banners } from './banners.tsx'
import { TaskContext, type TaskState } from './context.ts'
import { FieldPane } from './field-pane.tsx'
import { FillOffer } from './fill-offer.tsx'
import { useActions } from './use-actions.ts'
import { useAsked } from './use-asked.ts'
import { useHold } from './use-hold.ts'
import { useSelection } from './use-selection.ts'
import { TaskHead } from './task-head.tsx'
import { useTaskKeys } from './use-task-keys.ts'

export interface TaskDeskProps {
  view: TaskView
  profile: ProfileForm
  me: Me
}

/** The page of one document, once everything for it is there. */
export function TaskDesk({ view, profile, me }: TaskDeskProps) {
  const pane = useRef<HTMLDivElement>(null)
  const { source } = view.document
  const lines = useMemo(() => linesOf(source.text, source.pages), [source])
  const held = useHold(view, me.sub)
  const [selected, clearSelected] = useSelection(pane, source.text)
  const actions = useActions({ view, profile, me, held, selected, clearSelected })
  const { saving, focus, setFocus, editing, setEditing, decide } = actions
  const [shownSpan, setShownSpan] = useState<{ span: Span; path: string | undefined }>()
  const [goTo, setGoTo] = useState(0)

  const shown = useMemo(() => withDecisions(view, saving.pending.decisions), [view, saving.pending])
  const fields = useMemo(() => fieldsOf(shown, profile.fields), [shown, profile])
  const arranged = arrange(fields, useAsked(fields))
  const ordered = inOrder(arranged)
  const field = fields.find(({ path }) => path === focus)
  const evidence = shownSpan?.path === focus ? shownSpan?.span : undefined
  const others = useMemo(() => spansOf(fields), [fields])
  const state: TaskState = {
    ...{ view: shown, profile, lines, focus, setFocus, editing, setEditing, selected, decide },
    readOnly: held.hold.kind !== 'mine',
    show(span) {
      setShownSpan({ span, path: focus })
      setGoTo((count) => count + 1)
    },
  }
  useTaskKeys({ field, ordered, state, actions })
  useEffect(() => {
    document.title = `${view.task.title || view.document.document_id} · Colophon`
  }, [view])

  return (
    <TaskContext value={state}>
      <main className="page task">
        <Split
          name="task"
          left={
            <>
              <TaskHead view={view} profile={profile} />
              <SourcePane
                source={source}
                evidence={evidence ?? spanOf(field?.provenance?.evidence) ?? null}
                others={others}
                goTo={goTo}
                paneRef={pane}
              />
              <FillOffer field={field} onFill={actions.fill} />
            </>
          }
          right={
            <>
              <Banners held={held} saving={saving} me={me} fields={fields} />
              <FieldPane arranged={arranged} openLeft={fields.filter(({ open }) => open).length} />
            </>
          }
        />
        <ActionBar held={held} saving={saving} actions={actions} />
      </main>
    </TaskContext>
  )
}

const spansOf = (fields: readonly Field[]): Span[] =>
  fields.flatMap(({ provenance }) => spanOf(provenance?.evidence) ?? [])

function spanOf(
  evidence: { start: number; end: number; match: string } | null | undefined,
): Span | undefined {
  return evidence === null || evidence === undefined || evidence.match === 'none'
    ? undefined
    : { start: evidence.start, end: evidence.end }
}
