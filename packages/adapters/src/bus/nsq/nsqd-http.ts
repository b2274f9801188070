import type { Channel } from '@colophon/domain'
import { hostPort, type NsqdNode } from './node.ts'

const TIMEOUT_MS = 2_000

/** Makes channels, and their topics, on one nsqd; those that are there stay as they are. */
export async function createChannels(
  node: NsqdNode,
  channels: readonly Channel[],
  closing: AbortSignal,
): Promise<void> {
  for (const { topic, channel } of channels) {
    await post(node, `/topic/create?topic=${topic}`, closing)
    await post(node, `/channel/create?topic=${topic}&channel=${channel}`, closing)
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
