import { useState } from 'react'
import { isSight, nextSight, SIGHTS, SIGHT_WORDS, type Sight } from '../../behaviour/page-images.ts'
import { keyInWords } from '../../behaviour/keys.ts'
import { keyMap } from '../use-keys.ts'

const KEPT = 'colophon.sight'

/** What a person looks at, where there is a choice: remembered. */
export function useSight(hasImages: boolean) {
  const [kept, setKept] = useState<Sight>(() => {
    const stored = localStorage.getItem(KEPT)
    return isSight(stored) ? stored : 'both'
  })
  const setSight = (sight: Sight): void => {
    setKept(sight)
    localStorage.setItem(KEPT, sight)
  }
  return {
    sight: hasImages ? kept : 'text',
    hasImages,
    setSight,
    turn: (): void => {
      if (hasImages) setSight(nextSight(kept))
    },
  } as const
}

export type SightState = ReturnType<typeof useSight>

/** Text, image or both. */
export function SightChoice({ sight, hasImages, setSight }: SightState) {
  if (!hasImages) return null
  return (
    <div className="sight" role="group" aria-label="What is shown of the document">
      {SIGHTS.map((each) => (
        <button
          key={each}
          aria-pressed={sight === each}
          onClick={() => {
            setSight(each)
          }}
        >
          {SIGHT_WORDS[each]}
        </button>
      ))}
      <kbd>{keyInWords(keyMap().sight)}</kbd>
    </div>
  )
}
