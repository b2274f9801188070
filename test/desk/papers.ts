import type { RegisterView } from '@colophon/domain'
import { until } from '../e2e/command.ts'
import { submit, type Server } from './rig.ts'

const WAIT_MS = 60_000

/** Who wrote to whom, as each letter says it. */
const PAPERS: readonly (readonly [sender: string, recipient: string])[] = [
  ['Jane Lowell', 'Mary Ashworth'],
  ['J. Lowell', 'Mary Ashworth'],
  ['Jane Lowell', 'M. Ashworth'],
  ['Edward Hill', 'Jane Lowell'],
  ['E. Hill', 'Jane Lowell'],
  ['Eva Hillman', 'Jane Lowell'],
]

const textOf = (sender: string, recipient: string, day: number): string =>
  `Boston, ${day} May 1864\n\nMy dear friend,\n\nAll is well with us here, and the garden is green after the long rain.\n\n` +
  `Yours very truly,\n${sender}\n\n${recipient},\nSalem, Mass.\n`

/** A collection of letters by a few people, once its register is applied. */
export async function submitPapers(server: Server): Promise<void> {
  await submit(
    server,
    PAPERS.map(([sender, recipient], n) => ({
      id: `paper-${n}`,
      collection_id: 'papers',
      text: textOf(sender, recipient, n + 3),
    })),
  )
  await until('the register is applied', WAIT_MS, async () => {
    const view = await server
      .api<RegisterView>('/api/collections/papers/register')
      .catch(() => null)
    return (view?.documents === PAPERS.length && view.pending === 0) || undefined
  })
}
