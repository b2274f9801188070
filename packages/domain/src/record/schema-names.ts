import { Evidence, FieldValue, Provenance, ValueStatus } from './provenance.ts'
import { AgentOutcome, DocumentStatus, Page, RecordedError, Source } from './document.ts'
import { CheckResult, FlaggedField, QualityMetrics, ReviewStatus } from '../review/review.ts'
import { JobStatus } from '../work/job.ts'
import { Priority } from '../work/priority.ts'

/** Parts of records that APIs show: one name for each in every reference. */
export const RECORD_SCHEMAS = {
  AgentOutcome,
  CheckResult,
  DocumentStatus,
  Evidence,
  FieldValue,
  FlaggedField,
  JobStatus,
  Page,
  Priority,
  Provenance,
  QualityMetrics,
  RecordedError,
  ReviewStatus,
  Source,
  ValueStatus,
}
