import { checkFormat } from "./arguments/check-format.ts"
import { commandHelp, commonOptions, overview } from "./arguments/help.ts"
import { parseArguments } from "./arguments/parse-arguments.ts"
import { suggest } from "./arguments/suggest.ts"
import { CommandFailure } from "./command-failure.ts"
import type { Command, CommandRun, Surroundings } from "./commands/command.ts"
import { commands } from "./commands/commands.ts"
import { type ExitCode, exitCode } from "./exit-code.ts"
import { failureOf } from "./failure-of.ts"
import { variableOf } from "./input/environment.ts"
import { ownVersion } from "./own-version.ts"
import { githubReporter } from "./report/github-reporter.ts"
import { humanReporter } from "./report/human-reporter.ts"
import { jsonReporter } from "./report/json-reporter.ts"
import type { Reporter, ReporterOptions } from "./report/reporter.ts"
import { sarifReporter } from "./report/sarif-reporter.ts"
import { withTypedCommands } from "./report/typed-commands.ts"

const reporters = { human: humanReporter, github: githubReporter, json: jsonReporter, sarif: sarifReporter }

/** Runs a command line, and resolves with the exit code of the process. */
export async function runCommandLine(words: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  const { stdout, stderr } = surroundings
  const [first, ...others] = words
  if (first === undefined) {
    stderr.write(overview(commands))
    return exitCode.usage
  }
  if (first === "--version" || first === "-v" || first === "version") {
    stdout.write(`${ownVersion()}\n`)
    return exitCode.ok
  }
  const isHelp = first === "--help" || first === "-h" || first === "help"
  const [topic] = others
  if (isHelp && (topic === undefined || topic === "help")) {
    stdout.write(overview(commands))
    return exitCode.ok
  }
  const reporter = reporterFor(words, surroundings)
  if (!isHelp && first.startsWith("-")) return misplacedOption(reporter)
  const name = isHelp ? topic! : first
  if (!Object.hasOwn(commands, name)) return unknownCommand(name, reporter)
  const { summary, loadGroup } = commands[name]!
  const command = (await loadGroup()).commands[name]!
  if (isHelp || others.includes("--help") || others.includes("-h")) {
    stdout.write(commandHelp(name, summary, command))
    return exitCode.ok
  }
  return await runCommand(name, command, others, surroundings, reporter)
}

function misplacedOption(reporter: Reporter): ExitCode {
  const hint = "For example: client-secrets scan dist --quiet"
  reporter.problem(new CommandFailure("usage", "Options are written after the command.", hint).problem)
  reporter.finish({}, exitCode.usage)
  return exitCode.usage
}

/** What was typed is not repeated, since it may be anything. */
function unknownCommand(name: string, reporter: Reporter): ExitCode {
  const names = Object.keys(commands)
  const meant = suggest(name, names)
  const hint = meant === undefined ? `The commands are ${names.join(", ")}.` : `Did you mean ${meant}?`
  reporter.problem(new CommandFailure("usage", "There is no such command.", hint).problem)
  reporter.finish({}, exitCode.usage)
  return exitCode.usage
}

async function runCommand(
  name: string,
  command: Command,
  words: readonly string[],
  surroundings: Surroundings,
  reporter: Reporter,
): Promise<ExitCode> {
  try {
    const given = parseArguments(words, { ...command.options, ...commonOptions })
    checkFormat(given, name, command)
    const run: CommandRun = { ...surroundings, given, reporter }
    const done = await command.run(run)
    reporter.finish(done.result, done.exitCode)
    return done.exitCode
  } catch (error) {
    const failure = failureOf(error)
    reporter.problem(failure.problem)
    reporter.finish({}, failure.exitCode)
    return failure.exitCode
  }
}

/**
 * The requested reporter, even if the rest of the command line is invalid. GitHub Actions gets annotations unless
 * something else is requested.
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
  const usual = variableOf(environment, "GITHUB_ACTIONS") === "true" ? "github" : "human"
  const name = asked.find((one): one is keyof typeof reporters => Object.hasOwn(reporters, one)) ?? usual
  return withTypedCommands(reporters[name](options), options)
}
