import { Link } from 'wouter'
import { ApiError, ErrorView, StateView, Waiting } from '@colophon/web-shared'
import { useDocument } from '../../api/document.ts'
import { useProfiles } from '../../api/profiles.ts'
import { PLACES } from '../../behaviour/places.ts'
import { DocumentDesk } from './document-desk.tsx'
import '../../styles/history.css'

/** One document to look at, whether anybody was asked about it or not. Nobody holds it by that. */
export function DocumentPage({ id }: { id: string }) {
  const document = useDocument(id)
  const profiles = useProfiles()
  const profile = profiles.data?.find(({ name }) => name === document.data?.document.profile)
  if (document.data !== undefined && profile !== undefined)
    return <DocumentDesk view={document.data} profile={profile} />
  const gone = document.error instanceof ApiError && document.error.status === 404
  return (
    <main className="page">
      {gone ? (
        <StateView
          title="There is no such document"
          action={<Link href={PLACES.search}>Search for it</Link>}
        >
          The address may be old, or the document may have been submitted under another name.
        </StateView>
      ) : document.error !== null || profiles.error !== null ? (
        <ErrorView
          error={document.error ?? profiles.error}
          retry={() => {
            void document.refetch()
            void profiles.refetch()
          }}
        />
      ) : (
        <Waiting what="the document" />
      )}
    </main>
  )
}
