import { until } from '../../e2e/command.ts'
import { submit, type Server, type Task } from '../rig.ts'
import type { Letter } from './texts.ts'

/** Sends letters, and waits until those that ask somebody are in the queue: their tasks. */
export async function queued(server: Server, letters: readonly Letter[]): Promise<Task[]> {
  await submit(server, letters)
  const collection = letters[0]?.collection_id ?? ''
  return await until('all letters are read', 120_000, async () => {
    const { of } = await server.api<{ of: number }>(`/api/search?q=a*&collection=${collection}`)
    if (of < letters.length) return undefined
    const { values } = await server.api<{ values: { status: string }[] }>(
      `/api/values?path=document&limit=100&collection_id=${collection}`,
    )
    if (values.some(({ status }) => status !== 'completed')) return undefined
    if (values.length < letters.length) return undefined
    const { tasks } = await server.api<{ tasks: Task[] }>(
      `/api/review/queue?collection_id=${collection}&limit=100`,
    )
    return tasks
  })
}
