import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, cpSync, existsSync, lstatSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { promisify } from 'node:util'
import type { Instruction, Stage } from './dockerfile.ts'

/** What an image is to its containers. */
export interface Image {
  /** Folder that stands for `/`. */
  root: string
  workdir: string
  env: Record<string, string>
  user: string
  entrypoint: readonly string[]
  command: readonly string[]
  healthcheck: readonly string[]
}

export interface BuildOptions {
  stages: readonly Stage[]
  /** Folder that is built from, and what of it gets into the build. */
  context: string
  lets: (path: string) => boolean
  /** Folder the stages are built in. */
  scratch: string
  /** Environment of `RUN`. */
  env: NodeJS.ProcessEnv
  timeoutMs: number
}

const run = promisify(execFile)

/** Runs the steps of a Dockerfile in plain folders. An instruction it does not know is an error, never skipped. */
export async function buildImage(options: BuildOptions): Promise<Image> {
  const built = new Map<string, Image>()
  let image: Image | undefined
  for (const [index, stage] of options.stages.entries()) {
    const root = join(options.scratch, `stage-${index}`)
    mkdirSync(root)
    image = { root, workdir: '/', env: {}, user: '', entrypoint: [], command: [], healthcheck: [] }
    for (const instruction of stage.instructions) {
      await perform(instruction, image, { ...options, built })
    }
    built.set(stage.name, image)
  }
  if (image === undefined) throw new Error('The Dockerfile has no stage')
  return image
}

type Context = BuildOptions & { built: ReadonlyMap<string, Image> }

async function perform(instruction: Instruction, image: Image, context: Context): Promise<void> {
  const { name, text } = instruction
  switch (name) {
    case 'WORKDIR':
      image.workdir = text
      mkdirSync(join(image.root, text), { recursive: true })
      return
    case 'ENV':
      for (const pair of text.split(/\s+/)) {
        const [key = '', value = ''] = pair.split('=', 2)
        image.env[key] = value
      }
      return
    case 'COPY':
      copy(text, image, context)
      return
    case 'RUN': {
      const [program = '', ...args] = wordsOf(instruction)
      await run(program, args, {
        cwd: join(image.root, image.workdir),
        env: context.env,
        timeout: context.timeoutMs,
      })
      return
    }
    case 'USER':
      image.user = text
      return
    case 'ENTRYPOINT':
      image.entrypoint = wordsOf(instruction)
      return
    case 'CMD':
      image.command = wordsOf(instruction)
      return
    case 'HEALTHCHECK':
      image.healthcheck = JSON.parse(text.slice(text.indexOf('['))) as string[]
      return
    case 'STOPSIGNAL':
      if (text !== 'SIGTERM') throw new Error('Programs stop at SIGTERM')
      return
    default:
      throw new Error(`No way to prove ${name} without a container engine`)
  }
}

function wordsOf({ name, words }: Instruction): readonly string[] {
  // The other form needs a shell, which would stand between the engine's signals and the program.
  if (words === null) throw new Error(`${name} must be a list of words`)
  return words
}

function copy(text: string, image: Image, { built, context, lets }: Context): void {
  const words = text.split(/\s+/)
  const from = words[0]?.startsWith('--from=') === true ? words.shift()?.slice(7) : undefined
  if (words[0]?.startsWith('--') === true) throw new Error(`No way to prove COPY ${words[0]}`)
  const target = words.pop() ?? ''
  const source = from === undefined ? undefined : built.get(from)
  if (from !== undefined && source === undefined) throw new Error(`No stage ${from} before COPY`)
  const destination = join(image.root, target.startsWith('/') ? '' : image.workdir, target)
  for (const word of words) {
    if (source === undefined) copyFromContext(word, { context, lets, destination })
    else cpSync(join(source.root, word), destination, { recursive: true, verbatimSymlinks: true })
  }
}

interface ContextCopy {
  context: string
  lets: (path: string) => boolean
  destination: string
}

function copyFromContext(path: string, { context, lets, destination }: ContextCopy): void {
  const source = join(context, path)
  if (!existsSync(source)) throw new Error(`COPY: there is no ${path}`)
  if (statSync(source).isFile()) {
    if (!lets(path)) throw new Error(`COPY: .dockerignore keeps ${path} out`)
    mkdirSync(destination, { recursive: true })
    cpSync(source, join(destination, basename(path)))
    return
  }
  for (const file of filesBelow(source)) {
    if (!lets(join(path, file))) continue
    mkdirSync(dirname(join(destination, file)), { recursive: true })
    cpSync(join(source, file), join(destination, file))
  }
}

/** Paths of all files, relative to the folder. Links are not followed. */
const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))

/** Takes every right to write from a tree. */
export function makeReadOnly(folder: string): void {
  changeModes(folder, (mode) => mode & 0o555)
}

/** So that it can be removed. */
export function makeWritable(folder: string): void {
  changeModes(folder, (mode) => mode | 0o200)
}

function changeModes(folder: string, change: (mode: number) => number): void {
  const inside = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  for (const path of ['.', ...inside].map((each) => join(folder, each))) {
    const status = lstatSync(path)
    if (!status.isSymbolicLink()) chmodSync(path, change(status.mode))
  }
}

/** What is in a tree, to see later whether anything has changed. */
export function fingerprint(folder: string): string {
  const lines = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => {
    const { mtimeMs, size, mode } = lstatSync(join(folder, path))
    return `${path} ${mtimeMs} ${size} ${mode}`
  })
  return createHash('sha256').update(lines.sort().join('\n')).digest('hex')
}
