import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'

/** Under this name the cache says whether the server tells of changes by itself. */
export const LIVE = ['queue-live'] as const
/** Many may change at once: they are asked for together. */
const TOGETHER_MS = 300

/** Hears of changes of the queue while a page is open; where that is refused or cut off, it is asked for as before. */
export function useQueueEvents(): void {
  const client = useQueryClient()
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const changed = (): void => {
      timer ??= setTimeout(() => {
        timer = undefined
        void client.invalidateQueries({ queryKey: ['queue'] })
        void client.invalidateQueries({ queryKey: ['queue-state'] })
      }, TOGETHER_MS)
    }
    const source = new EventSource('/api/review/events')
    source.onopen = () => {
      client.setQueryData(LIVE, true)
      // What happened before is told by nobody.
      changed()
    }
    source.onerror = () => {
      client.setQueryData(LIVE, false)
    }
    source.addEventListener('task', changed)
    return () => {
      source.close()
      clearTimeout(timer)
      client.setQueryData(LIVE, false)
    }
  }, [client])
}
