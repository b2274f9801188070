import type { Call, Caller, World } from './world.ts'

type Part = Omit<Call, 'method'>

export interface RouteCase {
  /** A call that goes well, in the tenant that the records belong to. */
  valid: (world: World) => Part | Promise<Part>
  /** @default 200 */
  status?: number
  /** One that is refused as it is. */
  invalid: (world: World) => (Part & { code: string }) | Promise<Part & { code: string }>
  /** What the valid call comes to in another tenant: nothing of ours in any case. @default 404 */
  elsewhere?: number
  /** It names what it was asked for, whether that is there or not. */
  echoes?: boolean
  /** It does not end by itself: its head is the answer. */
  isStream?: boolean
  /** Who makes the valid call. @default a reviewer who is a lead */
  caller?: Caller
}
