import type { Me } from '@colophon/domain'
import { Entrance, ErrorView, pageKeys, Shell, Waiting } from '@colophon/web-shared'
import { StatusPage } from './page.tsx'
import { useStatus } from './use-status.ts'

const keys = pageKeys([
  ['again', 'Look again', 'r', 'everywhere'],
  ['keys', 'Show the keys', '[Shift]+?', 'everywhere'],
])
const SCOPES = [['everywhere', 'Everywhere']] as const
const HERE = 'Status'

/** Lets a person in, then shows how the deployment does. */
export function StatusProduct() {
  return <Entrance what="the status">{(me) => <Framed me={me} />}</Entrance>
}

function Framed({ me }: { me: Me }) {
  const { data, error, refetch, dataUpdatedAt } = useStatus()
  const again = (): void => void refetch()
  const products = me.products.map((product) => ({ ...product, here: product.name === HERE }))
  return (
    <Shell
      {...{ me, keys, products }}
      home="/status"
      entries={[{ name: 'Now', path: '/status', here: true, count: data?.alerts.length }]}
      scopes={SCOPES}
      handlers={{ again }}
    >
      {data !== undefined ? (
        <StatusPage status={data} error={error} readAt={dataUpdatedAt} again={again} />
      ) : error !== null ? (
        <main className="page">
          <ErrorView error={error} retry={again} />
        </main>
      ) : (
        <Waiting what="the status" />
      )}
    </Shell>
  )
}
