import { hostPort, isPort, type Address, type NsqdNode } from './node.ts'

/** The nsqds that an nsqlookupd knows. Rejects when it does not answer as one. */
export async function nodesOf({ host, port }: Address, signal: AbortSignal): Promise<NsqdNode[]> {
  const response = await fetch(`http://${hostPort(host, port)}/nodes`, {
    signal,
    redirect: 'error',
  })
  if (!response.ok) {
    await response.body?.cancel()
    throw new Error(`nsqlookupd answered ${response.status}`)
  }
  return readNodes(await response.json())
}

function readNodes(answer: unknown): NsqdNode[] {
  const { producers } = answer as { producers?: unknown }
  if (!Array.isArray(producers)) throw new Error('the answer is not one of nsqlookupd')
  return producers.flatMap((producer: unknown) => {
    const { broadcast_address, tcp_port, http_port } = producer as Record<string, unknown>
    const usable = typeof broadcast_address === 'string' && isPort(tcp_port) && isPort(http_port)
    // A bad port would throw where nobody can catch it, inside nsqjs.
    return usable ? [{ host: broadcast_address, tcpPort: tcp_port, httpPort: http_port }] : []
  })
}
