interface ConflictChoiceProps {
  onTheirs: () => void
  onMine: () => void
  /** What is typed can be saved. @default true */
  mayMine?: boolean
}

/** Somebody was faster: which of the two sides is to count. */
export const ConflictChoice = ({ onTheirs, onMine, mayMine = true }: ConflictChoiceProps) => (
  <div className="actions">
    <button type="button" onClick={onTheirs}>
      Take theirs
    </button>
    <button type="button" disabled={!mayMine} onClick={onMine}>
      Save mine over theirs
    </button>
  </div>
)
