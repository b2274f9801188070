export { DecidedTruth } from './decided-truth.ts'
export { f1Of, ratesOf, type Rates } from './figures.ts'
export {
  holdDocument,
  type HeldDocument,
  type HeldField,
  type Judge,
  type JudgedRecord,
} from './held-document.ts'
export { uniformDraws, wilson, type Interval } from './intervals.ts'
export { machineRecord } from './machine-record.ts'
export { hold, type Counts, type Held } from './match.ts'
export { pairedReport, signTest, type Difference, type PairedReport } from './paired.ts'
export { specOf } from './plain-spec.ts'
export {
  decidingOf,
  evaluationReport,
  GROUP_KINDS,
  trustGroups,
  type EvaluationReport,
  type FieldReport,
  type GroupKind,
  type GroupReport,
  type TrustGroup,
  type TrustReport,
} from './report.ts'
export type { EvaluationSpec, Expected, MeasuredField, TruthDocument } from './spec.ts'
export { TruthLines, type Truth, type TruthProblem } from './truth-lines.ts'
