export type Alignment = 'left' | 'right'

export interface TableOptions {
  /** By column; columns without one are set left. */
  align?: readonly Alignment[] | undefined
  /** Longer cells are cut. @default 60 */
  maxCellWidth?: number | undefined
}

const GAP = '  '

/** Marks that sit on the character before them take no column of their own. */
const charactersOf = (text: string): string[] => text.match(/\P{M}\p{M}{0,8}/gu) ?? []

/** One line, no control characters: a cell must not move the cursor or break its row. Leading spaces indent it. */
function cellText(cell: string, maxWidth: number): string[] {
  const line = cell
    .slice(0, maxWidth * 16)
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trimEnd()
  const characters = charactersOf(line)
  return characters.length > maxWidth ? [...characters.slice(0, maxWidth - 1), '…'] : characters
}

function pad(cell: readonly string[], width: number, alignment: Alignment): string {
  const space = ' '.repeat(width - cell.length)
  const text = cell.join('')
  return alignment === 'right' ? space + text : text + space
}

/** Plain text in aligned columns, one line a row, no spaces at line ends. */
export function formatTable(
  rows: readonly (readonly string[])[],
  { align = [], maxCellWidth = 60 }: TableOptions = {},
): string {
  const cells = rows.map((row) => row.map((cell) => cellText(cell, maxCellWidth)))
  const widths: number[] = []
  for (const row of cells) {
    for (const [column, cell] of row.entries()) {
      widths[column] = Math.max(widths[column] ?? 0, cell.length)
    }
  }
  const lines = cells.map((row) =>
    row
      .map((cell, column) => pad(cell, widths[column] ?? 0, align[column] ?? 'left'))
      .join(GAP)
      .trimEnd(),
  )
  return lines.map((line) => `${line}\n`).join('')
}
