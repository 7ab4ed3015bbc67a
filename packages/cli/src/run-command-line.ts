import { commandHelp, commonOptions, overview } from "./arguments/help.ts"
import { parseArguments } from "./arguments/parse-arguments.ts"
import { suggest } from "./arguments/suggest.ts"
import { CommandFailure } from "./command-failure.ts"
import type { Command, CommandRun, Surroundings } from "./commands/command.ts"
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

/** Does what the words of a command line ask for, and resolves with the code that the process ends with. */
export async function runCommandLine(words: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  const { stdout, stderr } = surroundings
  const [first, ...rest] = words
  if (first === undefined) {
    stderr.write(overview(commands))
    return exitCode.usage
  }
  if (first === "--version" || first === "-v" || first === "version") {
    stdout.write(`${ownVersion()}\n`)
    return exitCode.ok
  }
  const isHelp = first === "--help" || first === "-h" || first === "help"
  const [topic] = rest
  if (isHelp && topic === undefined) {
    stdout.write(overview(commands))
    return exitCode.ok
  }
  const name = isHelp ? topic! : first
  const reporter = reporterFor(words, surroundings)
  if (!Object.hasOwn(commands, name)) return unknownCommand(name, reporter)
  const { summary, load } = commands[name]!
  const command = await load()
  if (isHelp || rest.includes("--help") || rest.includes("-h")) {
    stdout.write(commandHelp(name, summary, command))
    return exitCode.ok
  }
  return await runCommand(command, rest, surroundings, reporter)
}

/** What was typed is not repeated: it may be anything. */
function unknownCommand(name: string, reporter: Reporter): ExitCode {
  const names = Object.keys(commands)
  const meant = suggest(name, names)
  const hint = meant === undefined ? `The commands are ${names.join(", ")}.` : `Did you mean ${meant}?`
  reportFailure(new CommandFailure("usage", "There is no such command.", hint), reporter)
  reporter.finish({}, exitCode.usage)
  return exitCode.usage
}

async function runCommand(
  command: Command,
  words: readonly string[],
  surroundings: Surroundings,
  reporter: Reporter,
): Promise<ExitCode> {
  try {
    const given = parseArguments(words, { ...command.options, ...commonOptions })
    const run: CommandRun = { ...surroundings, given, reporter }
    const done = await command.run(run)
    reporter.finish(done.result, done.exitCode)
    return done.exitCode
  } catch (error) {
    const failure =
      error instanceof CommandFailure
        ? error
        : // A fault of our own. What it says is not printed: it could hold a value.
          new CommandFailure(
            "io",
            "This is a bug in client-secrets.",
            "Please report it, without the client file: https://github.com/client-secrets/client-secrets/issues",
          )
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
