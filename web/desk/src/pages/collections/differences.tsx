import type { settingDifferences } from '../../behaviour/settings.ts'

export function Differences({ of }: { of: ReturnType<typeof settingDifferences> }) {
  if (of.length === 0) return <p>Saved as it was.</p>
  return (
    <ul>
      {of.map(({ name, label, from, to }) => (
        <li key={name}>
          {label}: {from} → <b>{to}</b>
        </li>
      ))}
    </ul>
  )
}
