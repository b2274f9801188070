import { SourcePane } from '../../parts/source-pane.tsx'
import { Split } from '../../parts/split.tsx'
import { ActionBar } from './action-bar.tsx'
import { Banners } from './banners.tsx'
import { TaskContext } from './context.ts'
import { FieldPane } from './field-pane.tsx'
import { FillOffer } from './fill-offer.tsx'
import { TaskHead } from './task-head.tsx'
import { useTaskDesk, type TaskDeskProps } from './use-task-desk.ts'

/** The page of one document, once everything for it is there. */
export function TaskDesk(props: TaskDeskProps) {
  const { view, profile, me } = props
  const desk = useTaskDesk(props)
  const { held, actions, saving, fields, arranged, field } = desk
  return (
    <TaskContext value={desk.state}>
      <main className="page task">
        <Split
          name="task"
          left={
            <>
              <TaskHead view={view} profile={profile} />
              <SourcePane
                source={view.document.source}
                evidence={desk.evidence}
                others={desk.others}
                goTo={desk.asked.goTo}
                paneRef={desk.pane}
              />
              <FillOffer field={field} onFill={actions.fill} />
            </>
          }
          right={
            <>
              <Banners view={view} held={held} saving={saving} me={me} fields={fields} />
              <FieldPane arranged={arranged} openLeft={fields.filter(({ open }) => open).length} />
            </>
          }
        />
        <ActionBar held={held} saving={saving} actions={actions} />
      </main>
    </TaskContext>
  )
}
