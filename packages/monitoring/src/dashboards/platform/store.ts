import * as units from '@grafana/grafana-foundation-sdk/units'
import { MARKS } from '../../thresholds/marks.ts'
import type { Row } from '../build/dashboard.ts'
import { highIsBad, lowIsBad, NONE_WANTED } from '../build/limits.ts'
import { runbook } from '../build/links.ts'
import { series, stat } from '../build/panels.ts'
import { increase, known, NAMES, orNone, orZero, quantile, since } from '../build/queries.ts'
import { SERVICE } from '../build/variables.ts'

const NEVER = { [-1]: ['never', 'red'] } as const

export const STORE: Row = {
  title: 'Store, backups, certificates',
  panels: [
    series({
      title: 'Operations a second',
      description: 'Of the store, by operation, as our own processes count them.',
      unit: units.Short,
      decimals: 1,
      queries: {
        expr: `sum by (op) (rate(${NAMES.storeSeconds}_count{${SERVICE}}[$__rate_interval]))`,
        legend: '{{op}}',
      },
    }),
    series({
      title: 'Time of an operation p95',
      description: 'By operation. All slow: the disk or the database. One slow: its query.',
      unit: units.Seconds,
      queries: {
        expr: quantile(0.95, 'storeSeconds', { where: SERVICE, by: ['op'] }),
        legend: '{{op}}',
      },
      limits: highIsBad({ bad: MARKS.storeSeconds.bad }),
    }),
    series({
      title: 'Failed operations',
      description: 'By operation and class, of the 15 minutes before.',
      unit: units.Short,
      queries: {
        expr: orNone(
          increase('storeErrors', { where: SERVICE, by: ['op', 'class'], over: '15m' }),
          'op',
        ),
        legend: '{{op}} {{class}}',
      },
      limits: NONE_WANTED,
      lines: false,
    }),
    series({
      title: 'Size',
      description:
        'Of the files of the store. Empty where it is a database server, which watches its own disk.',
      unit: units.BytesIEC,
      queries: `max(${NAMES.storeBytes} > 0)`,
    }),
    series({
      title: 'Free space of its disk',
      description:
        'Share that is free, where the store is a file. A full disk stops everything: make room before the mark.',
      unit: units.PercentUnit,
      max: 1,
      queries: `min(${NAMES.storeFreeRatio} and ${NAMES.storeBytes} > 0)`,
      limits: lowIsBad({ bad: MARKS.diskFree.bad }),
    }),
    stat({
      title: 'Last backup',
      description: 'Time since the last backup that was made.',
      unit: units.Seconds,
      height: 8,
      queries: since('backupLastSuccess'),
      words: NEVER,
      limits: highIsBad(MARKS.backupAge),
      links: [runbook('backup-and-restore.md')],
    }),
    stat({
      title: 'Restore drill',
      description: 'Whether the last backup could be restored and read when it was tried last.',
      unit: units.Short,
      height: 8,
      queries: `max(${NAMES.restoreDrillOk} and ${NAMES.restoreDrillLast} > 0) or vector(-1)`,
      words: { ...NEVER, 0: ['failed', 'red'], 1: ['passed', 'green'] },
      limits: lowIsBad({ bad: 1 }),
      links: [runbook('backup-and-restore.md')],
    }),
    stat({
      title: 'Size of the last backup',
      description: 'Much smaller than the one before: something is missing from it.',
      unit: units.BytesIEC,
      width: 8,
      queries: orZero(known('backupBytes')),
    }),
    stat({
      title: 'Last restore drill',
      description: 'Time since a backup was restored and read to try it.',
      unit: units.Seconds,
      width: 8,
      queries: since('restoreDrillLast'),
      words: NEVER,
      limits: highIsBad(MARKS.drillAge),
      links: [runbook('backup-and-restore.md')],
    }),
    stat({
      title: 'Certificate that ends first',
      description: 'Time until the first of the certificates that are served ends.',
      unit: units.Seconds,
      width: 8,
      queries: `min(${NAMES.certificateExpiry} > 0) - time() or vector(-1)`,
      words: { [-1]: ['none is served', 'blue'] },
      limits: lowIsBad(MARKS.certificate),
      links: [runbook('secrets.md')],
    }),
  ],
}
