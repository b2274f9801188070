import { renderAlertmanager } from '@colophon/monitoring/alertmanager'
import { renderRuleTests } from '@colophon/monitoring/rule-tests'
import { renderRules } from '@colophon/monitoring/rules'
import type { GeneratedFile } from './generated-file.ts'

const RULES = 'infra/prometheus/rules'
const TESTS = 'infra/prometheus/tests'
export const RULES_FOLDERS = [RULES, TESTS]

const filesIn = (folder: string, files: Readonly<Record<string, string>>): GeneratedFile[] =>
  Object.entries(files).map(([name, text]) => ({ path: `${folder}/${name}`, render: () => text }))

/** What Prometheus raises alerts by, what promtool tries them with, and who is told. */
export const rulesFiles = (): GeneratedFile[] => [
  ...filesIn(RULES, renderRules()),
  ...filesIn(TESTS, renderRuleTests()),
  { path: 'infra/alertmanager/alertmanager.yml', render: () => renderAlertmanager() },
]
