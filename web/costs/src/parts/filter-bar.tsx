import { useLocation, useSearch } from 'wouter'
import { periods } from '../behaviour/days.ts'
import {
  FILTER_WORDS,
  FILTERS,
  placeOf,
  readFilter,
  type Filter,
  type FilterName,
} from '../behaviour/places.ts'

/** The filter of the address; without days, those of this month. */
export function useFilter(place: string): [Filter, (filter: Filter) => void] {
  const search = useSearch()
  const [, go] = useLocation()
  const [month] = periods(Date.now())
  const named = readFilter(search)
  const from = named.from ?? month?.from ?? ''
  const to = named.to ?? month?.to ?? ''
  const set = (filter: Filter): void => {
    go(placeOf(place, filter))
  }
  return [{ ...named, from, to }, set]
}

/** Which days, and what else is filtered by; each part can be taken away. */
export function FilterBar({ filter, onFilter }: FilterBarProps) {
  const narrowed = FILTERS.filter(
    (name) => name !== 'from' && name !== 'to' && filter[name] !== undefined,
  )
  return (
    <div className="filter-bar" role="group" aria-label="What is shown">
      {periods(Date.now()).map(({ name, from, to }) => (
        <button
          key={name}
          className="quiet"
          aria-pressed={filter.from === from && filter.to === to}
          onClick={() => {
            onFilter({ ...filter, from, to })
          }}
        >
          {name}
        </button>
      ))}
      <DayField name="from" filter={filter} onFilter={onFilter} />
      <DayField name="to" filter={filter} onFilter={onFilter} />
      <span className="hint">UTC</span>
      {narrowed.map((name) => (
        <button
          key={name}
          className="chip"
          aria-label={`Without ${FILTER_WORDS[name]} ${filter[name] ?? ''}`}
          onClick={() => {
            onFilter({ ...filter, [name]: '' })
          }}
        >
          {FILTER_WORDS[name]}: {filter[name]} <span aria-hidden="true">×</span>
        </button>
      ))}
    </div>
  )
}
interface FilterBarProps {
  filter: Filter
  onFilter: (filter: Filter) => void
}

function DayField({ name, filter, onFilter }: FilterBarProps & { name: FilterName }) {
  return (
    <label>
      {FILTER_WORDS[name]}{' '}
      <input
        type="date"
        value={filter[name] ?? ''}
        onChange={({ target }) => {
          if (target.value !== '') onFilter({ ...filter, [name]: target.value })
        }}
      />
    </label>
  )
}
