import { deskCollectionCases } from './desk-collections.ts'
import { deskCommitCases } from './desk-commits.ts'
import { deskLeaseCases } from './desk-leases.ts'
import { deskQueueCases } from './desk-queue.ts'
import { deskRerunCases } from './desk-reruns.ts'
import type { OpenSubject } from './subject.ts'

/** Cases of the store of the review desk. */
export function deskCases(open: OpenSubject): void {
  deskCommitCases(open)
  deskLeaseCases(open)
  deskQueueCases(open)
  deskCollectionCases(open)
  deskRerunCases(open)
}
