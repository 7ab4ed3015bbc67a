import { readProperty } from "@client-secrets/recognize"
import type { SourceAttempt } from "../error.ts"
import { ClientSecretsError } from "../error.ts"
import { ignoreRejection } from "../ignore-rejection.ts"
import { escapeAdvice } from "../secret/escape-advice.ts"
import type { FoundDocument } from "./read-source.ts"
import { innerSourceOf, linksOf, nameOf } from "./read-source.ts"
import type { ReadContext, Source, SourceAbsence } from "./source.ts"

const howToGetTheFile =
  "How to get one: https://github.com/client-secrets/client-secrets/blob/main/docs/get-the-file.md"

/** The document, or the error that says where each link looked, what to do, and what may be meant instead. */
export function orNotFound(
  document: FoundDocument | undefined,
  attempts: readonly SourceAttempt[],
  source: Source,
): FoundDocument {
  if (document !== undefined) return document
  throw new ClientSecretsError("not_found", describeNotFound(linksOf(source)), { attempts })
}

/** Where links looked in vain, in one phrase: `the variable GOOGLE_CLIENT_SECRETS (not set); client_secrets.json in /app (does not exist)`. */
export function describePlaces(links: readonly Source[]): string {
  return absencesOf(links)
    .map(({ place, state }) => `${place} (${state})`)
    .join("; ")
}

function describeNotFound(links: readonly Source[]): string {
  // The public part of the client is in the code then: only its secret is missing.
  const isSecret = links.every(link => innerSourceOf(link) !== undefined)
  const absences = absencesOf(links)
  const remedies = [...new Set(absences.map(({ remedy }) => remedy).filter(remedy => remedy !== undefined))]
  const sentences = [
    `No client ${isSecret ? "secret" : "file"} was found. Tried: ${describePlaces(links)}.`,
    remedies.length > 0 && `${capitalize(remedies.join(", or "))}.`,
    ...absences.map(({ advice }) => advice),
    !isSecret && howToGetTheFile,
  ]
  return sentences.filter(Boolean).join(" ")
}

function absencesOf(links: readonly Source[]): readonly PrintableAbsence[] {
  return links.flatMap(link => {
    const inner = innerSourceOf(link)
    return inner === undefined
      ? [askAbsence(link, {})]
      : linksOf(inner).map(source => askAbsence(source, { wants: "secret" }))
  })
}

type PrintableAbsence = SourceAbsence & { readonly place: string; readonly state: string }

/** A source's explanation of why nothing was found, in a printable form. A source is often written by hand. */
function askAbsence(source: Source, context: Pick<ReadContext, "wants">): PrintableAbsence {
  let absence: unknown
  try {
    const ask = readProperty(source, "absence")
    absence = typeof ask === "function" ? ask.call(source, context) : undefined
    ignoreRejection(absence)
  } catch {
    // It is the reason for an error that is about to be thrown anyway.
  }
  return {
    place: printable(absence, "place") ?? nameOf(source),
    state: printable(absence, "state") ?? "does not exist",
    remedy: printable(absence, "remedy"),
    advice: printable(absence, "advice"),
  }
}

function printable(absence: unknown, part: keyof SourceAbsence): string | undefined {
  const text = readProperty(absence, part)
  return typeof text === "string" && text !== "" ? escapeAdvice(text) : undefined
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
