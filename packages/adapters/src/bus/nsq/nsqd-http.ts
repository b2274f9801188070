import { TOPICS, WORKER_CHANNEL } from '@colophon/domain'
import { hostPort, type NsqdNode } from './node.ts'

const TIMEOUT_MS = 2_000

/**
 * Makes the topics and channels of the pipeline on one nsqd; those that are there stay as they are. A channel gets only
 * what is published after it was made, so they are made before anybody publishes.
 */
export async function createTopics(node: NsqdNode, closing: AbortSignal): Promise<void> {
  for (const topic of Object.values(TOPICS)) {
    await post(node, `/topic/create?topic=${topic}`, closing)
    await post(node, `/channel/create?topic=${topic}&channel=${WORKER_CHANNEL}`, closing)
  }
}

async function post(node: NsqdNode, path: string, closing: AbortSignal): Promise<void> {
  const response = await fetch(`http://${hostPort(node.host, node.httpPort)}${path}`, {
    method: 'POST',
    signal: AbortSignal.any([closing, AbortSignal.timeout(TIMEOUT_MS)]),
    redirect: 'error',
  })
  await response.body?.cancel()
  if (!response.ok) throw new Error(`nsqd answered ${response.status} to ${path}`)
}
