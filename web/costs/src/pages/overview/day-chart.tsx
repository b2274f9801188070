import {
  Bar,
  BarChart,
  CartesianGrid,
  Legend,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts'
import { dateInWords } from '@colophon/web-shared/words'
import type { DayBar } from '../../behaviour/days.ts'
import { dollars, lengthOf } from '../../behaviour/money.ts'

const COLOURS = [1, 2, 3, 4, 5, 6].map((n) => `var(--series-${String(n)})`)
const TEXT = { fill: 'var(--ink)', fontSize: 12 }
const HEIGHT = 260

interface DayChartProps {
  days: readonly DayBar[]
  models: readonly string[]
  /** Dollars that a day may cost. */
  limit: string | undefined
}

/** What each day cost, by model; the budget of a day is drawn where the days come near it. */
export default function DayChart({ days, models, limit }: DayChartProps) {
  const most = Math.max(...days.map(({ costs }) => sum(Object.values(costs))), 0)
  const near = limit !== undefined && most * 4 >= lengthOf(limit)
  return (
    <ResponsiveContainer width="100%" height={HEIGHT}>
      <BarChart
        data={[...days]}
        accessibilityLayer
        margin={{ top: 8, right: 8, bottom: 0, left: 8 }}
      >
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis dataKey="day" tick={TEXT} stroke="var(--line)" tickFormatter={shortDay} />
        <YAxis
          tick={TEXT}
          stroke="var(--line)"
          tickFormatter={(usd: number) => `$${String(usd)}`}
          width={64}
        />
        <Tooltip
          cursor={{ fill: 'var(--accent-soft)' }}
          contentStyle={{
            background: 'var(--raised)',
            color: 'var(--ink)',
            border: '1px solid var(--line)',
          }}
          labelFormatter={(day) => (typeof day === 'string' ? dateInWords(day) : day)}
          formatter={(usd) => dollars(Number(usd).toFixed(6))}
        />
        <Legend formatter={(model: string) => <span className="legend">{model}</span>} />
        {models.map((model, index) => (
          <Bar
            key={model}
            name={model}
            dataKey={({ costs }: DayBar) => lengthOf(costs[model] ?? '0')}
            stackId="models"
            fill={COLOURS[index % COLOURS.length] ?? 'var(--accent)'}
            isAnimationActive={false}
          />
        ))}
        {near ? (
          <ReferenceLine
            y={lengthOf(limit)}
            stroke="var(--broken)"
            strokeDasharray="6 4"
            label={{
              value: 'budget of a day',
              fill: 'var(--broken)',
              fontSize: 12,
              position: 'insideTopRight',
            }}
          />
        ) : null}
      </BarChart>
    </ResponsiveContainer>
  )
}

const sum = (amounts: readonly string[]): number =>
  amounts.reduce((total, amount) => total + lengthOf(amount), 0)

const shortDay = (day: string): string => day.slice(5)
