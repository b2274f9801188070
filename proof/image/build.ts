import { execFile } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import { promisify } from 'node:util'
import { readDockerfile, readDockerignore, wordsOf } from './dockerfile.ts'

/** An image as its containers see it. */
export interface Image {
  /** Folder that stands for `/app`. */
  folder: string
  env: Record<string, string>
  user: string
  entrypoint: readonly string[]
  healthcheck: readonly string[]
}

export interface BuildOptions {
  /** Folder that is built from. */
  context: string
  folder: string
  /** Environment of `RUN`. */
  env: NodeJS.ProcessEnv
  timeoutMs: number
}

const run = promisify(execFile)

/** What a stage takes of an earlier one: `--from=desk /app/web web/`. */
const FROM_STAGE = /^--from=(\w+) \/app(?:\/(\S+))? (\S+)$/

type Steps = Record<string, (text: string) => unknown>

function expect(text: string, wanted: string): void {
  if (text !== wanted) throw new Error(`${text} instead of ${wanted}: no way to prove it`)
}

/** The folder of each stage; the last one has no name, and is the image. */
function stagesBeside(image: Image) {
  let folder = image.folder
  const folderOf = (stage: string): string => `${image.folder}-${stage}`
  return {
    begin(text: string): void {
      const name = / AS (\w+)$/.exec(text)?.[1]
      folder = name === undefined ? image.folder : folderOf(name)
      mkdirSync(folder)
    },
    current: () => folder,
    copy(text: string): boolean {
      const [, stage, path = '', target = ''] = FROM_STAGE.exec(text) ?? []
      if (stage === undefined) return false
      cpSync(join(folderOf(stage), path), join(folder, target), {
        recursive: true,
        verbatimSymlinks: true,
      })
      return true
    },
  }
}

function stepsInto(image: Image, { context, env, timeoutMs }: BuildOptions): Steps {
  const lets = readDockerignore(readFileSync(join(context, '.dockerignore'), 'utf8'))
  const stages = stagesBeside(image)
  return {
    FROM: (text) => {
      stages.begin(text)
    },
    WORKDIR: (text) => {
      expect(text, '/app')
    },
    STOPSIGNAL: (text) => {
      expect(text, 'SIGTERM')
    },
    ENV(text) {
      for (const pair of text.split(/\s+/)) {
        const [key = '', value = ''] = pair.split('=', 2)
        image.env[key] = value
      }
    },
    async RUN(text) {
      const [program = '', ...args] = wordsOf(text)
      await run(program, args, { cwd: stages.current(), env, timeout: timeoutMs })
    },
    COPY(text) {
      if (stages.copy(text)) return
      const paths = text.split(/\s+/)
      const target = paths.pop() ?? ''
      for (const path of paths) {
        const source = join(context, path)
        if (!existsSync(source) || !lets(path))
          throw new Error(`COPY: there is no ${path}, or .dockerignore keeps it out`)
        const isFile = statSync(source).isFile()
        cpSync(source, join(stages.current(), target, isFile ? basename(path) : ''), {
          recursive: true,
          filter: (each) => lets(relative(context, each)),
        })
      }
    },
    USER: (text) => (image.user = text),
    ENTRYPOINT: (text) => (image.entrypoint = wordsOf(text)),
    CMD: wordsOf,
    HEALTHCHECK: (text) => (image.healthcheck = wordsOf(text.slice(text.indexOf('[')))),
  }
}

/** Performs the steps of the Dockerfile in a plain folder. An instruction it does not know is an error, never skipped. */
export async function buildImage(options: BuildOptions): Promise<Image> {
  const { context, folder } = options
  const image: Image = { folder, env: {}, user: '', entrypoint: [], healthcheck: [] }
  const steps = stepsInto(image, options)
  for (const { name, text } of readDockerfile(readFileSync(join(context, 'Dockerfile'), 'utf8'))) {
    const step = steps[name]
    if (step === undefined) throw new Error(`No way to prove ${name} without a container engine`)
    await step(text)
  }
  return image
}
