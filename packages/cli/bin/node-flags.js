/**
 * How Node is started. Left alone, Node 24 lets its young generation grow to 130 MB and its old one to three times what
 * is in use; both cost memory and saved no time in the runs of docs/benchmarks.md.
 */
export const NODE_FLAGS = ['--max-semi-space-size=16', '--heap-growing-percent=80']
