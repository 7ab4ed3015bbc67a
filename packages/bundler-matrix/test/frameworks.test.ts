import { rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { findSecret } from "@client-secrets/codegen"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { type Outcome, run } from "./build.ts"
import { askDoctor, type DoctorCheck } from "./frameworks/ask-doctor.ts"
import { documentedAnswers, tableOf } from "./frameworks/documented-answers.ts"
import { type Framework, type FrameworkName, frameworks } from "./frameworks/frameworks.ts"
import { type Place, type Project, places, write, writeFrameworkProject } from "./frameworks/project.ts"
import { type Measured, measure } from "./frameworks/requests.ts"
import { startServer, withoutTelemetry } from "./frameworks/server.ts"

const folder = fileURLToPath(new URL("../test-results/frameworks", import.meta.url))
// A start, and fifty answers from a server that compiles on demand.
const serverTime = 360_000
const buildTime = 300_000

/** Starts a server, sends it each request, and stops it whatever happens. */
async function answersOf(
  commandFor: Framework["developmentServer"],
  framework: Framework,
  project: Project,
): Promise<readonly Measured[]> {
  const server = await startServer(commandFor, project.root)
  try {
    return await measure(server, framework, project)
  } finally {
    await server.stop()
  }
}

function leakedBy(measured: readonly Measured[]): readonly Place[] {
  return places.filter(place => measured.some(({ leaked }) => leaked === place))
}

const clientFilePlaces = places.filter(place => place !== ".env")

/** What `doctor` reports about each client file in a check. */
async function doctorSays(project: Project, check: DoctorCheck): Promise<Readonly<Record<string, string>>> {
  const outcomes: Record<string, string> = {}
  for (const place of clientFilePlaces) {
    outcomes[place] = await askDoctor(project.files[place].path, check, project.repository)
  }
  return outcomes
}

function outcomesFor(exposed: readonly Place[], outcome: string): Readonly<Record<string, string>> {
  return Object.fromEntries(clientFilePlaces.map(place => [place, exposed.includes(place) ? outcome : "ok"]))
}

const answersByFramework = new Map<FrameworkName, Readonly<Record<string, string>>>()

// To be copied into the page if a newer version answers differently.
afterAll(() => {
  writeFileSync(join(folder, "table.md"), tableOf(answersByFramework))
})

// One after another: each server and build keeps two cores busy.
describe.each(frameworks)("$name", framework => {
  const repositoryOf = (kind: string): string =>
    join(folder, `${framework.name.replace(" ", "-").toLowerCase()}${kind}`)
  const build = (project: Project): Promise<Outcome> =>
    run({ ...framework.build, environment: withoutTelemetry }, project.root)

  let plain: Project
  let measured: readonly Measured[]

  beforeAll(async () => {
    plain = writeFrameworkProject(repositoryOf("-plain"), framework, false)
    measured = await answersOf(framework.developmentServer, framework, plain)
    answersByFramework.set(framework.name, Object.fromEntries(measured.map(({ request, answer }) => [request, answer])))
  }, serverTime)

  test("its development server answers as docs/development-servers.md says", () => {
    expect(answersByFramework.get(framework.name)).toEqual(documentedAnswers(framework))
  })

  test("doctor reports exactly the files that the development server serves", async () => {
    expect(await doctorSays(plain, "dev_server")).toEqual(outcomesFor(leakedBy(measured), "error"))
  })

  test("the build publishes exactly the files that doctor calls public", { timeout: serverTime }, async () => {
    const { status, output } = await build(plain)
    expect(status, output).toBe(0)
    const published = leakedBy(await answersOf(framework.productionServer, framework, plain))
    expect(published).toEqual(["public folder", "public folder, another name"])
    expect(await doctorSays(plain, "public_folder")).toEqual(outcomesFor(published, "error"))
  })

  // Next does not use Vite.
  const { mistake } = framework
  if (mistake === undefined) return

  describe("with the plugin", () => {
    let guarded: Project
    let measuredWithPlugin: readonly Measured[]

    beforeAll(async () => {
      guarded = writeFrameworkProject(repositoryOf(""), framework, true)
      measuredWithPlugin = await answersOf(framework.developmentServer, framework, guarded)
    }, serverTime)

    test("its development server refuses each request", () => {
      const answered = measuredWithPlugin.filter(({ answer }) => answer !== "refused")
      // If Nuxt answers with a page of the application, and the name is not that of a client file, nothing must be refused.
      expect(answered.filter(({ answer, request }) => answer !== "page" || !request.includes("/config/"))).toEqual([])
    })

    test("doctor says that the configuration seems to deny the files that were served", async () => {
      expect(await doctorSays(guarded, "dev_server")).toEqual(outcomesFor(leakedBy(measured), "warning"))
    })

    const failedBuild = async (): Promise<string> => {
      const { status, output } = await build(guarded)
      expect(status, output).not.toBe(0)
      for (const { secret } of Object.values(guarded.files)) expect(findSecret(output, secret)).toEqual([])
      return output
    }

    test("a build fails with a client file in the public folder, and succeeds without it", {
      timeout: buildTime,
    }, async () => {
      const output = await failedBuild()
      expect(output).toContain("a client file is in the public folder")
      for (const place of ["public folder, another name", "public folder"] as const) {
        // All of them are named, so that one build is enough to find them.
        expect(output).toContain(guarded.files[place].path)
        rmSync(guarded.files[place].path)
      }
      const passed = await build(guarded)
      expect(passed.status, passed.output).toBe(0)
    })

    test("a build fails if code for the browser imports the client file, and says what to import instead", {
      timeout: buildTime,
    }, async () => {
      const [importer, code] = Object.entries(mistake)[0]!
      write(join(guarded.root, importer), code)
      const output = await failedBuild()
      expect(output).toContain("A client file is imported by code for the browser")
      const lines = output.split("\n")
      const isImport = (line: string, index: number): boolean =>
        line.includes(importer) && line.endsWith(" imports") && lines[index + 1]!.endsWith("client_secrets.json")
      expect(lines.some(isImport), output).toBe(true)
      expect(output).toContain("Import the public module instead (google.public.ts")
    })
  })
})
