// Runs one command of a task: first prints what it does, shows its progress on a terminal, and prints its output if it fails.
import { spawn } from "node:child_process"

const secondsSince = start => ((Date.now() - start) / 1000).toFixed(0)

/** Resolves with the exit status of `command`, which a shell runs, and with its output, unless the step is verbose. */
export function runStep({ title, command, isVerbose, cwd, environment }) {
  const start = Date.now()
  const isTerminal = process.stderr.isTTY && !isVerbose
  process.stderr.write(isTerminal ? title : `${title}\n`)
  const child = spawn(command, {
    cwd,
    env: { ...quietNpm(process.env), ...environment },
    shell: true,
    stdio: isVerbose ? "inherit" : ["inherit", "pipe", "pipe"],
  })
  const output = []
  const all = []
  child.stdout?.on("data", chunk => output.push(chunk) && all.push(chunk))
  child.stderr?.on("data", chunk => all.push(chunk))
  const timer = isTerminal
    ? setInterval(() => process.stderr.write(`\r\u001b[K${title}: ${secondsSince(start)} s`), 1000)
    : undefined
  return new Promise(resolve => {
    child.on("error", () => resolve({ status: 1, output: "" }))
    child.on("close", status => {
      clearInterval(timer)
      if (isTerminal) process.stderr.write(`\r\u001b[K${title}: ${secondsSince(start)} s\n`)
      if (status !== 0) process.stderr.write(Buffer.concat(all))
      resolve({ status: status ?? 1, output: Buffer.concat(output).toString() })
    })
  })
}

// npm's warnings about a machine's settings would hide the output of a step.
function quietNpm(environment) {
  const level = environment.npm_config_loglevel
  return level === undefined || level === "notice" ? { ...environment, npm_config_loglevel: "error" } : environment
}
