import { useState } from 'react'
import { Link } from 'wouter'
import { Split } from '@colophon/web-shared'
import { documentImageOf } from '../../api/document.ts'
import { PLACES } from '../../behaviour/places.ts'
import { capital } from '../../behaviour/words.ts'
import { DocumentPane } from '../../parts/document-pane.tsx'
import { TaskContext } from '../task/context.ts'
import { FieldPane } from '../task/field-pane.tsx'
import { DocumentHistory } from './document-history.tsx'
import { SendDialog } from './send-dialog.tsx'
import { Standing } from './standing.tsx'
import { useDocumentDesk, type DocumentDeskProps } from './use-document-desk.ts'

/** The page of one document that is only looked at, once everything for it is there. */
export function DocumentDesk({ view, profile }: DocumentDeskProps) {
  const { document, title } = view
  const [sending, setSending] = useState(false)
  const send = (): void => {
    if (view.can_send) setSending(true)
  }
  const desk = useDocumentDesk({ view, profile, send })
  return (
    <TaskContext value={desk.state}>
      <main className="page task">
        <Split
          name="task"
          left={
            <>
              <DocumentHead view={view} profile={profile} />
              <DocumentPane
                source={document.source}
                addressOf={(page) => documentImageOf(document.document_id, page)}
                sight={desk.sight}
                evidence={desk.evidence}
                others={desk.others}
                goTo={desk.asked.goTo}
                pane={desk.pane}
              />
            </>
          }
          right={
            <>
              <Standing view={view} unit={profile.unit.one} onSend={send} />
              <FieldPane arranged={desk.arranged} openLeft={desk.openLeft}>
                <DocumentHistory id={document.document_id} profile={profile} />
              </FieldPane>
            </>
          }
        />
        <SendDialog
          id={document.document_id}
          title={title}
          open={sending}
          onOpenChange={setSending}
        />
      </main>
    </TaskContext>
  )
}

function DocumentHead({ view: { document, title }, profile }: DocumentDeskProps) {
  const place = [document.collection_id, document.source.file?.name].filter(Boolean).join(' · ')
  return (
    <header className="task-head">
      <p className="hint">
        <Link href={PLACES.search}>Search</Link> / {capital(profile.unit.one)} of {place}
      </p>
      <h1 dir="auto">{title}</h1>
    </header>
  )
}
