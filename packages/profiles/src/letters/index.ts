import type { ProfileFolder } from '../profile-folder.ts'
import { lettersProfile } from './profile.ts'

export const letters: ProfileFolder = {
  record: lettersProfile,
  firstPort: 8_001,
  agentsModule: new URL('./agents/index.ts', import.meta.url),
  loadAgents: () => import('./agents/index.ts'),
  // Beside the record and not in it: how letters are judged makes no answer, and can change without a new fingerprint.
  loadEvaluation: async () => (await import('./evaluation/index.ts')).evaluation,
}
