import type { ProfileFolder } from '../profile-folder.ts'
import { lettersProfile } from './profile.ts'

export const letters: ProfileFolder = {
  record: lettersProfile,
  firstPort: 8_001,
  agentsModule: new URL('./agents/index.ts', import.meta.url),
  loadAgents: () => import('./agents/index.ts'),
}
