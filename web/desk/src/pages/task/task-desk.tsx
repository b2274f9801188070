import { Split } from '@colophon/web-shared'
import { DocumentPane } from '../../parts/document-pane.tsx'
import { imageOf } from '../../api/task.ts'
import { ActionBar } from './action-bar.tsx'
import { Banners } from './banners.tsx'
import { CommentPane } from './comment-pane.tsx'
import { TaskContext } from './context.ts'
import { ElsewhereDialog } from './elsewhere-dialog.tsx'
import { FieldPane } from './field-pane.tsx'
import { FillOffer } from './fill-offer.tsx'
import { TaskHead } from './task-head.tsx'
import { useTaskDesk, type TaskDeskProps } from './use-task-desk.ts'

/** The page of one document, once everything for it is there. */
export function TaskDesk(props: TaskDeskProps) {
  const { view, profile, me } = props
  const desk = useTaskDesk(props)
  const { held, actions, saving, fields, arranged, field } = desk
  const { elsewhere } = actions
  return (
    <TaskContext value={desk.state}>
      <main className="page task">
        <Split
          name="task"
          left={
            <>
              <TaskHead view={view} profile={profile} />
              <DocumentPane
                source={view.document.source}
                addressOf={(page) => imageOf(view.task.review_id, page)}
                sight={desk.sight}
                evidence={desk.evidence}
                others={desk.others}
                selected={desk.state.selected}
                goTo={desk.asked.goTo}
                pane={desk.pane}
              />
              <FillOffer field={field} onFill={actions.fill} />
            </>
          }
          right={
            <>
              <Banners view={view} held={held} saving={saving} me={me} fields={fields} />
              <FieldPane arranged={arranged} openLeft={fields.filter(({ open }) => open).length}>
                <CommentPane />
              </FieldPane>
            </>
          }
        />
        <ActionBar held={held} saving={saving} actions={actions} />
        {elsewhere.path === undefined ? null : (
          <ElsewhereDialog
            documentId={view.document.document_id}
            path={elsewhere.path}
            label={actions.labelOf(elsewhere.path)}
            onClose={elsewhere.close}
          />
        )}
      </main>
    </TaskContext>
  )
}
