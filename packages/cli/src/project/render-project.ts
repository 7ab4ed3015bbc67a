import { readdirSync } from "node:fs"
import { join, relative } from "node:path"
import { type GeneratedFile, generate } from "@client-secrets/codegen"
import { CommandFailure } from "../command-failure.ts"
import type { CommandRun } from "../commands/command.ts"
import type { ExitCode } from "../exit-code.ts"
import { decodeContent } from "../input/decode-content.ts"
import { missingInput } from "../input/missing-input.ts"
import { type Input, readInput } from "../input/read-input.ts"
import { printablePath } from "../report/printable.ts"
import { reportDiagnostics } from "../report/report-diagnostics.ts"
import type { Project, ProjectInput } from "./project.ts"

/** The result of a project, in memory: nothing is written. */
export interface Rendering {
  readonly exitCode: ExitCode
  /** By their paths in `project.out`; none if there was an error. */
  readonly files: readonly GeneratedFile[]
  readonly inputs: readonly Input[]
}

export interface RenderProjectOptions {
  /** Take the committed public file where the client file is not there. @default false */
  readonly publicFilesToo?: boolean
}

/** Reads the inputs of a project, generates, and reports what is wrong with them. */
export async function renderProject(
  project: Project,
  run: CommandRun,
  { publicFilesToo = false }: RenderProjectOptions = {},
): Promise<Rendering> {
  const inputs: Input[] = []
  for (const input of project.inputs) inputs.push(await readProjectInput(project, input, run, publicFilesToo))
  const { files, diagnostics } = generateAll(project, inputs)
  return { files, inputs, exitCode: reportDiagnostics(diagnostics, inputs, run.reporter) }
}

function generateAll(project: Project, inputs: readonly Input[]): ReturnType<typeof generate> {
  const { emitters, imports, inlineSecret, readOptions } = project
  const generateInputs = project.inputs.map(({ name, environment, secret }, index) => {
    const { label, content } = inputs[index]!
    return { label, content: asText(content), name, environment, secret }
  })
  try {
    // As in every command: an id and a secret in two variables are a client, whose redirect URIs are not known.
    const optional = [...(readOptions.optional ?? []), ...inputs.flatMap(input => input.optional)]
    return generate(generateInputs, { ...readOptions, optional, emitters, imports, inlineSecret })
  } catch (error) {
    // A TypeError of the generator concerns a name, a reference or an option, and repeats none of them.
    if (error instanceof TypeError) throw new CommandFailure("usage", error.message)
    throw error
  }
}

/** Decodes UTF-8 bytes, since the parser reads strings faster; other bytes, and a byte order mark, are left to it. */
function asText(content: string | Uint8Array): string | Uint8Array {
  if (typeof content === "string" || !(content[0]! < 128)) return content
  return decodeContent(content) ?? content
}

async function readProjectInput(
  project: Project,
  input: ProjectInput,
  run: CommandRun,
  publicFilesToo: boolean,
): Promise<Input> {
  const { place } = input
  const places = { ...run, folder: project.root, maxBytes: project.readOptions.maxBytes }
  const found = await readInput(place, places)
  if (found !== undefined) return found
  for (const other of publicFilesOf(project, input)) {
    const publicFile = await readInput(other, places)
    if (publicFile === undefined) continue
    if (!publicFilesToo) {
      const hint = `To generate from the public file, give ${printablePath(other)} as the input.`
      throw new CommandFailure("io", `${printablePath(place)} is missing.`, hint)
    }
    run.reporter.note(`${printablePath(place)} is missing: checked against ${publicFile.label}.`)
    return publicFile
  }
  throw missingInput(place, project.root)
}

/** Where the public file of an input may be: next to it, and in the output folder under the client's name. */
function publicFilesOf(project: Project, { place, name, environment }: ProjectInput): readonly string[] {
  const folder = place.slice(0, Math.max(place.lastIndexOf("/"), place.lastIndexOf("\\")) + 1)
  const beside = place.startsWith("env:") ? [] : [`${folder}client_secrets.public.json`]
  const ending = `${environment === undefined ? "" : `.${environment}`}.client_secrets.public.json`
  const out = relative(project.root, project.out)
  if (name !== undefined) return [...beside, join(out, `${name}${ending}`)]
  // No name was passed: a single public file determines it.
  const generated = namesIn(project.out).filter(
    file => /^[\w-]+$/.test(file.slice(0, -ending.length)) && file.endsWith(ending),
  )
  return [...beside, ...(generated.length === 1 ? [join(out, generated[0]!)] : [])]
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
