import type { OpenSubject } from './subject.ts'
import { deskCommitCases } from './desk-commits.ts'
import { deskRerunCases } from './desk-reruns.ts'

/** Cases of the store of the review desk. */
export function deskCases(open: OpenSubject): void {
  deskCommitCases(open)
  deskRerunCases(open)
}
