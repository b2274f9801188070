import { Evidence, FieldValue, Provenance, ValueStatus } from './provenance.ts'
import {
  AgentOutcome,
  CheckResult,
  DocumentStatus,
  FlaggedField,
  JobStatus,
  Page,
  Priority,
  QualityMetrics,
  RecordedError,
  ReviewStatus,
  Source,
} from './document.ts'

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
