import { Reach } from '@colophon/domain'
import { Option } from 'commander'

/** How far the texts of a run may go. */
export const reachOption = (): Option =>
  new Option(
    '-r, --reach <reach>',
    'what may see the texts: rules only, local models too, or the cloud; never widened later',
  ).choices(Reach.options)
