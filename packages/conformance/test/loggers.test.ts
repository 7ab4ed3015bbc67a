import { Writable } from "node:stream"
import { findLeaks, freshSecret } from "@client-secrets/conformance"
import pino from "pino"
import { describe, expect, test } from "vitest"
import { createLogger, format, transports } from "winston"
import { subjects } from "./subjects.ts"

// The two loggers that most Node services use, in every form in which they print values.

type Log = (subject: unknown, headline: string) => string

const winstonFormats = {
  json: format.json(),
  simple: format.simple(),
  prettyPrint: format.prettyPrint(),
  splat: format.combine(format.splat(), format.simple()),
  errors: format.combine(format.errors({ stack: true, cause: true }), format.json()),
  printf: format.printf(({ level, message, ...rest }) => `${level} ${String(message)} ${String(rest["held"])}`),
  logstash: format.logstash(),
  cli: format.combine(format.metadata(), format.cli()),
}

const loggers: Record<string, Log> = {
  pino: (subject, headline) =>
    written(stream => {
      const logger = pino(
        { level: "trace", serializers: { ...pino.stdSerializers, failure: pino.stdSerializers.err } },
        stream,
      )
      logger.info({ subject, err: subject, req: subject, res: subject, failure: subject }, headline)
      // The types require a format and values that match.
      logger.info("%s %o %O %j %d" as string, ...Array<never>(5).fill(subject as never))
      logger.error(subject as object)
      logger.error(new Error("holds one", { cause: subject }))
      logger.child({ bound: subject }).fatal(subject, headline)
      pino({ mixin: () => ({ mixed: subject }), base: { based: subject } }, stream).warn(headline)
    }),
  ...Object.fromEntries(
    Object.entries(winstonFormats).map(([name, chosen]): [string, Log] => [
      `winston ${name}`,
      (subject, headline) =>
        written(stream => {
          const logger = createLogger({
            level: "silly",
            format: chosen,
            transports: [new transports.Stream({ stream })],
          })
          logger.info(headline, { held: subject })
          logger.info("%s %o %O %j %d", subject, subject, subject, subject, subject)
          logger.error(subject as Error)
          logger.error(headline, subject)
          logger.error(headline, new Error("holds one", { cause: subject }))
          logger.child({ bound: subject }).warn(headline)
        }),
    ]),
  ),
}

describe.each(Object.entries(loggers))("%s", (_, log) => {
  test.each(Object.entries(subjects))("prints no secret for %s", (__, make) => {
    const text = freshSecret()
    const printed = log(make(text), "headline")
    expect(printed).toContain("headline")
    expect(findLeaks([text], { printed })).toEqual([])
  })

  test("prints a plain string", () => {
    const text = freshSecret()
    expect(findLeaks([text], { printed: log({ text, message: text, toString: () => text }, "headline") })).not.toEqual(
      [],
    )
  })
})

function written(use: (stream: Writable) => void): string {
  const chunks: string[] = []
  use(
    new Writable({
      decodeStrings: false,
      write(chunk, _, done) {
        chunks.push(String(chunk))
        done()
      },
    }),
  )
  return chunks.join("")
}
