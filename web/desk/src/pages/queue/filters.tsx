import { useQueueState } from '../../api/queue.ts'
import type { Filter, FilterName } from '../../behaviour/filters.ts'
import { keyInWords } from '../../behaviour/keys.ts'
import { capital, counted, reasonInWords } from '../../behaviour/words.ts'
import { keyMap } from '../../parts/use-keys.ts'

const CHOICES: readonly (readonly [FilterName, string, readonly (readonly [string, string])[]])[] =
  [
    [
      'status',
      'State',
      [
        ['', 'Waiting'],
        ['in_progress', 'Begun'],
        ['approved', 'Approved'],
        ['rejected', 'Rejected'],
        ['all', 'All'],
      ],
    ],
    [
      'assignee',
      'For',
      [
        ['', 'Anybody'],
        ['me', 'Me'],
        ['none', 'Nobody yet'],
      ],
    ],
    [
      'order',
      'Order',
      [
        ['', 'Mixed'],
        ['oldest', 'Oldest first'],
        ['riskiest', 'Riskiest first'],
        ['gain', 'Most to settle first'],
      ],
    ],
  ]

/** Reasons with their counts, and what else narrows the list. It all stands in the address of the page. */
export function QueueFilters({ filter, onChange, total, onDecideAll }: QueueFiltersProps) {
  const state = useQueueState()
  const reasons = Object.entries(state.data?.reasons ?? {}).sort(([, a], [, b]) => b - a)
  return (
    <div className="filters">
      <div className="reasons" role="group" aria-label="Reasons">
        {reasons.map(([reason, count]) => {
          const chosen = filter.reason === reason
          return (
            <button
              key={reason}
              className="reason"
              aria-pressed={chosen}
              onClick={() => {
                onChange('reason', chosen ? undefined : reason)
              }}
            >
              {capital(reasonInWords(reason))} <b>{count}</b>
            </button>
          )
        })}
      </div>
      <div className="choices">
        {CHOICES.map(([name, label, options]) => (
          <label key={name}>
            {label}{' '}
            <select
              value={filter[name] ?? ''}
              onChange={({ target }) => {
                onChange(name, target.value)
              }}
            >
              {options.map(([value, words]) => (
                <option key={value} value={value}>
                  {words}
                </option>
              ))}
            </select>
          </label>
        ))}
        <Other filter={filter} onChange={onChange} />
        <span className="hint total">{total === undefined ? '' : counted(total, 'document')}</span>
        {onDecideAll === undefined ? null : (
          <button className="quiet" onClick={onDecideAll}>
            Decide on all … <kbd>{keyInWords(keyMap().fitting)}</kbd>
          </button>
        )}
      </div>
    </div>
  )
}
interface QueueFiltersProps {
  filter: Filter
  onChange: (name: FilterName, value: string | undefined) => void
  total: number | undefined
  /** Undefined where there is nothing to decide. */
  onDecideAll: (() => void) | undefined
}

const SHOWN = new Set<string>(['status', 'assignee', 'order', 'reason'])

/** What else the address asks for, so that nobody wonders why the list is short. */
function Other({ filter, onChange }: Pick<QueueFiltersProps, 'filter' | 'onChange'>) {
  const others = (Object.entries(filter) as [FilterName, string][]).filter(
    ([name]) => !SHOWN.has(name),
  )
  return others.map(([name, value]) => (
    <button
      key={name}
      className="reason"
      aria-pressed="true"
      aria-label={`Without ${name} ${value}`}
      onClick={() => {
        onChange(name, undefined)
      }}
    >
      {capital(name.replaceAll('_', ' ').replace(/ id$/, ''))}: {value} ×
    </button>
  ))
}
