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

/** What a project comes to, in memory: nothing is written. */
export interface Rendering {
  readonly exitCode: ExitCode
  /** By their paths below `project.out`; none, where there was an error. */
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
  const { emitters, inlineSecret, readOptions } = project
  const generateInputs = project.inputs.map(({ name, environment, secret }, index) => {
    const { label, content } = inputs[index]!
    return { label, content: asText(content), name, environment, secret }
  })
  try {
    return generate(generateInputs, { ...readOptions, emitters, inlineSecret })
  } catch (error) {
    // A TypeError of the generator is of a name, a reference or an option, and repeats none of them.
    if (error instanceof TypeError) throw new CommandFailure("usage", error.message)
    throw error
  }
}

/** Bytes of UTF-8 as a text, which the parser reads faster; others, and a byte order mark, are left to it. */
function asText(content: string | Uint8Array): string | Uint8Array {
  if (typeof content === "string" || !(content[0]! < 128)) return content
  return decodeContent(content) ?? content
}

async function readProjectInput(
  project: Project,
  { place, name, environment }: ProjectInput,
  run: CommandRun,
  publicFilesToo: boolean,
): Promise<Input> {
  const places = { ...run, folder: project.root, maxBytes: project.readOptions.maxBytes }
  const input = await readInput(place, places)
  if (input !== undefined) return input
  const stem = environment === undefined ? name : `${name}.${environment}`
  const beside = place.replace(/[^\\/]*$/, "client_secrets.public.json")
  const others = place.startsWith("env:") ? [] : [beside]
  for (const other of [...others, join(relative(project.root, project.out), `${stem}.client_secrets.public.json`)]) {
    const found = await readInput(other, places)
    if (found === undefined) continue
    if (!publicFilesToo) {
      const hint = `To generate from the public file, give ${printablePath(other)} as the input.`
      throw new CommandFailure("io", `${printablePath(place)} is not there.`, hint)
    }
    run.reporter.note(`${printablePath(place)} is not there: checked against ${found.label}.`)
    return found
  }
  throw missingInput(place, project.root)
}
