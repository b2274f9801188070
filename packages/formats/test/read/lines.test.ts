import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { splitLines } from '../../src/read/lines.ts'

// eslint-disable-next-line @typescript-eslint/require-await -- an async source
async function* chunksOf(chunks: readonly (string | Uint8Array)[]): AsyncGenerator<Buffer> {
  for (const chunk of chunks) yield Buffer.from(chunk)
}

suite('splitLines', () => {
  test('splits at line feeds however the bytes are cut', async () => {
    const bytes = fc.array(fc.constantFrom(0x0a, 0x0d, 0x41, 0xc3, 0xbc), { maxLength: 60 })
    await fc.assert(
      fc.asyncProperty(bytes, fc.integer({ min: 1, max: 9 }), async (all, size) => {
        const whole = Buffer.from(all)
        const cut: Buffer[] = []
        for (let at = 0; at < whole.length; at += size) cut.push(whole.subarray(at, at + size))
        const lines = await Array.fromAsync(splitLines(chunksOf(cut), 1000))
        const expected = whole.toString('latin1').split('\n')
        if (expected.at(-1) === '') expected.pop()
        assert.deepEqual(
          lines.map(({ number, bytes: line }) => [number, line?.toString('latin1')]),
          expected.map((line, index) => [index + 1, line]),
        )
      }),
    )
  })

  test('passes over a line above the limit and keeps none of it', async () => {
    const part = 'x'.repeat(1000)
    const chunks = ['a\n', ...Array<string>(5000).fill(part), `${part}\nb`]
    const lines = await Array.fromAsync(splitLines(chunksOf(chunks), 1500))
    assert.deepEqual(
      lines.map(({ number, bytes }) => [number, bytes?.toString() ?? null]),
      [
        [1, 'a'],
        [2, null],
        [3, 'b'],
      ],
    )
  })
})
