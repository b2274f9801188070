import { counted } from './words.ts'

export interface Approval {
  /** When the document came up, or when an approval that came too early was last asked for. */
  shownMs: number
  /** When it was last asked whether the approval is meant. */
  askedMs: number
  nowMs: number
  openLeft: number
  /** Somebody decided on something in it since it came up. */
  isWorkedOn: boolean
  /** Name of the field that somebody types in, when that is not saved. */
  typed: string | undefined
}

/** How long a second press counts as meant. */
const MEANT_MS = 6_000
/** Nobody has read a document that came up just now: the press was for the one before. */
const SEEN_MS = 700

/** `early`: not meant for this document, so nothing is said: a notice would cover the undo of the one before. */
export type ApprovalAnswer =
  { kind: 'go' } | { kind: 'early' } | { kind: 'wait'; why: string; asks: boolean }

const wait = (why: string, asks = false): ApprovalAnswer => ({ kind: 'wait', why, asks })

/** Whether an approval is one: not of a document that nobody has seen, nor past what was typed. */
export function approvalOf(asked: Approval): ApprovalAnswer {
  const { shownMs, askedMs, nowMs, openLeft, isWorkedOn, typed } = asked
  if (!isWorkedOn && nowMs - shownMs < SEEN_MS) return { kind: 'early' }
  if (typed !== undefined)
    return wait(`Not yet: what you typed for ${typed} is not saved. Save it or leave it first.`)
  if (openLeft === 0 || nowMs - askedMs <= MEANT_MS) return { kind: 'go' }
  const open = counted(openLeft, 'field is', 'fields are')
  return wait(`${open} still open. Once more approves it as it stands.`, true)
}
