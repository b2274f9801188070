/**
 * How Node is started. A young generation as large as Node 24 would let it grow costs 130 MB of memory and saves next to
 * no time here.
 */
export const NODE_FLAGS = ['--max-semi-space-size=16']
