import { useEffect } from 'react'
import { Link } from 'wouter'
import type { Me } from '@colophon/domain'
import { ApiError, ErrorView, StateView, Waiting } from '@colophon/web-shared'
import { onItsWay } from '../../api/next.ts'
import { useProfiles } from '../../api/profiles.ts'
import { useTask } from '../../api/task.ts'
import { PLACES } from '../../behaviour/places.ts'
import { TaskDesk } from './task-desk.tsx'

/** One document: its text on the left, its fields on the right. */
export function TaskPage({ id, me }: { id: string; me: Me }) {
  const task = useTask(id)
  const profiles = useProfiles()
  useEffect(
    () => () => {
      onItsWay.drop(id)
    },
    [id],
  )
  const profile = profiles.data?.find(({ name }) => name === task.data?.document.profile)
  if (task.data !== undefined && profile !== undefined)
    return <TaskDesk view={task.data} profile={profile} me={me} />
  const gone = task.error instanceof ApiError && task.error.status === 404
  return (
    <main className="page">
      {gone ? (
        <StateView
          title="This document is not in the queue"
          action={<Link href={PLACES.queue}>To the queue</Link>}
        >
          It may have been taken back, or the address may be old.
        </StateView>
      ) : task.error !== null || profiles.error !== null ? (
        <ErrorView
          error={task.error ?? profiles.error}
          retry={() => {
            void task.refetch()
            void profiles.refetch()
          }}
        />
      ) : (
        <Waiting what="the document" />
      )}
    </main>
  )
}
