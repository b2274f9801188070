import type { ProfileFolder } from '@colophon/profiles'
import { recipesProfile } from './profile.ts'

export const recipes: ProfileFolder = {
  record: recipesProfile,
  firstPort: 8_091,
  agentsModule: new URL('./agents/index.ts', import.meta.url),
  loadAgents: () => import('./agents/index.ts'),
}
