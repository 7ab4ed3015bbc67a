import { publicMembers, type ReadClientOptions, readClient } from "@client-secrets/codegen"
import type { PublicClient } from "@client-secrets/core"
import { exitCode } from "../exit-code.ts"
import { readClientFile } from "../input/read-client-file.ts"
import { readOptions, readOptionsOf } from "../input/read-options.ts"
import { unknownMembers } from "../input/unknown-members.ts"
import type { Painter } from "../report/painter.ts"
import { printableText } from "../report/printable.ts"
import { reportDiagnostics } from "../report/report-diagnostics.ts"
import { wrap } from "../report/wrap.ts"
import type { Command } from "./command.ts"

interface Row {
  readonly member: string
  readonly is: "public" | "secret"
  readonly value: string | readonly string[]
  readonly why: string
}

/** `client-secrets inspect` */
export const inspectCommand: Command = {
  usage: "[INPUT]",
  description: `INPUT is the path of a client file, - for standard input, or env:NAME for a variable that holds one. No secret value is shown, and no value of a member that the format does not define. If the file has an error, only the errors are shown. No configuration is loaded.`,
  examples: ["inspect", "inspect ~/Downloads/client_secret_1234.json", "inspect - < client_secrets.json"],
  options: readOptions,
  async run(run) {
    const input = await readClientFile(run.given.positionals, run)
    const options = readOptionsOf(run.given, input)
    const { client, diagnostics } = readClient(input.content, { ...options, label: input.label })
    const code = reportDiagnostics(
      diagnostics.filter(diagnostic => diagnostic.code !== "left_out"),
      [input],
      run.reporter,
    )
    if (code !== exitCode.ok || client === undefined) return { exitCode: code, result: {} }
    const rows = rowsOf(client, input.content, options)
    run.reporter.output(printRows(client.type, rows, run.reporter.paint))
    return { exitCode: exitCode.ok, result: { input: input.label, type: client.type, members: rows } }
  },
}

function rowsOf(client: PublicClient, content: string | Uint8Array, options: ReadClientOptions): readonly Row[] {
  const rows = publicMembers.flatMap(({ name, property, description }): readonly Row[] => {
    const value = Object.hasOwn(client, property) ? client[property] : undefined
    return value === undefined ? [] : [{ member: name, is: "public", value, why: description }]
  })
  const { hasSecret, names, unprintable } = unknownMembers(content, options)
  const why = "The format does not know it: it may be secret, and is left out of everything generated."
  return [
    ...rows,
    ...(hasSecret
      ? [
          {
            member: "client_secret",
            is: "secret" as const,
            value: "[redacted]",
            why: "Anyone who has it can act as the client.",
          },
        ]
      : []),
    ...names.map(member => ({ member, is: "secret" as const, value: "[redacted]", why })),
    ...(unprintable > 0 ? [{ member: `(${unprintable} more)`, is: "secret" as const, value: "[redacted]", why }] : []),
  ]
}

const columns = 80

function printRows(type: string, rows: readonly Row[], paint: Painter): string {
  const width = Math.max(...rows.map(({ member }) => member.length))
  const indent = " ".repeat(2 + width + 2 + 6 + 2)
  const lines = rows.flatMap(({ member, is, value, why }) => {
    const [first = "", ...others] = typeof value === "string" ? [value] : value
    const kind = paint(is === "public" ? "green" : "yellow", is)
    return [
      `  ${paint("bold", member)}${" ".repeat(width - member.length)}  ${kind}  ${printableText(first)}`,
      ...others.map(one => `${indent}${printableText(one)}`),
      wrap(why, columns, indent),
    ]
  })
  return [`${type} client`, ...lines].join("\n")
}
