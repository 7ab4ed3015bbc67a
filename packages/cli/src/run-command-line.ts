import { commandHelp, commonOptions, overview } from "./arguments/help.ts"
import { parseArguments } from "./arguments/parse-arguments.ts"
import { CommandFailure } from "./command-failure.ts"
import type { CommandRun, Surroundings } from "./commands/command.ts"
import { commands } from "./commands/commands.ts"
import { type ExitCode, exitCode } from "./exit-code.ts"
import { ownVersion } from "./own-version.ts"
import { githubReporter } from "./report/github-reporter.ts"
import { humanReporter } from "./report/human-reporter.ts"
import { jsonReporter } from "./report/json-reporter.ts"
import { reportFailure } from "./report/report-failure.ts"
import type { Reporter, ReporterOptions } from "./report/reporter.ts"
import { sarifReporter } from "./report/sarif-reporter.ts"

const reporters = { human: humanReporter, github: githubReporter, json: jsonReporter, sarif: sarifReporter }

/** Does what the words of a command line ask for, and gives the code that the process ends with. */
export async function runCommandLine(words: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  const { stdout, stderr } = surroundings
  const [first, ...rest] = words
  if (first === "--version" || first === "-v") {
    stdout.write(`${ownVersion()}\n`)
    return exitCode.ok
  }
  const isHelp = first === "--help" || first === "-h" || first === "help"
  const [topic] = rest
  if (isHelp && topic !== undefined && Object.hasOwn(commands, topic))
    return runCommandLine([topic, "--help"], surroundings)
  if (isHelp || first === undefined) {
    ;(isHelp ? stdout : stderr).write(overview(commands))
    return isHelp ? exitCode.ok : exitCode.usage
  }
  const reporter = reporterFor(words, surroundings)
  if (!Object.hasOwn(commands, first)) {
    // It is not repeated: it may be anything.
    const names = Object.keys(commands).join(", ")
    const failure = new CommandFailure("usage", "There is no such command.", `The commands are ${names}.`)
    reportFailure(failure, reporter)
    reporter.finish({}, exitCode.usage)
    return exitCode.usage
  }
  return await runCommand(first, rest, surroundings, reporter)
}

async function runCommand(
  name: string,
  words: readonly string[],
  surroundings: Surroundings,
  reporter: Reporter,
): Promise<ExitCode> {
  const command = commands[name]!
  try {
    const given = parseArguments(words, { ...command.options, ...commonOptions })
    if (given.has("help")) {
      surroundings.stdout.write(commandHelp(name, command))
      return exitCode.ok
    }
    const run: CommandRun = { ...surroundings, given, reporter }
    const done = await command.run(run)
    reporter.finish(done.result, done.exitCode)
    return done.exitCode
  } catch (error) {
    const failure =
      error instanceof CommandFailure
        ? error
        : // A fault of our own. What it says is not printed: it could hold a value.
          new CommandFailure("io", "Something went wrong that should not have.", "Please report it, without the file.")
    reportFailure(failure, reporter)
    reporter.finish({}, failure.exitCode)
    return failure.exitCode
  }
}

/**
 * The reporter that was asked for, also where the rest of the words is not understood. GitHub Actions gets annotations unless
 * something else is asked for.
 */
function reporterFor(words: readonly string[], surroundings: Surroundings): Reporter {
  const { folder, stdout, stderr, environment } = surroundings
  const quiet = words.includes("--quiet") || words.includes("-q")
  const options: ReporterOptions = { command: words[0]!, folder, quiet, stdout, stderr, environment }
  const asked = words.flatMap((word, index) => {
    if (word === "--json") return ["json"]
    if (word === "--format") return [words[index + 1] ?? ""]
    return word.startsWith("--format=") ? [word.slice("--format=".length)] : []
  })
  const usual = environment["GITHUB_ACTIONS"] === "true" ? "github" : "human"
  const name = asked.find((one): one is keyof typeof reporters => Object.hasOwn(reporters, one)) ?? usual
  return reporters[name](options)
}
