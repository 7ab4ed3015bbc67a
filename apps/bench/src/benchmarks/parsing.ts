import { parseClientSecrets } from "@client-secrets/core"
import { OAuth2Client } from "google-auth-library"
import * as v from "valibot"
import { type Benchmark, type Effort, type Result, runs } from "../benchmark.ts"
import { compareSpeed } from "../compare-speed.ts"
import { nanoseconds, ratio } from "../formats.ts"
import { ajvWithRules } from "../peers/ajv-validator.ts"
import { valibotMembers, valibotWithRules } from "../peers/valibot-schemas.ts"
import { zodMembers, zodWithRules } from "../peers/zod-schemas.ts"
import { sampleFile } from "../sample-files.ts"

const bare = "JSON.parse, nothing checked"
const ours = "client-secrets, text to typed client"

/** What each contender returns for the content of a file; throws if it rejects the file. */
export const contenders = {
  [bare]: text => JSON.parse(text),
  [ours]: text => parseClientSecrets(text),
  "ajv, the same value rules": text => {
    const file = JSON.parse(text)
    if (!ajvWithRules(file)) throw new TypeError("ajv rejects it")
    return file
  },
  "valibot, the same value rules": text => v.parse(valibotWithRules, JSON.parse(text)),
  "zod, the same value rules": text => zodWithRules.parse(JSON.parse(text)),
  "valibot, only the five members": text => v.parse(valibotMembers, JSON.parse(text)),
  "zod, only the five members": text => zodMembers.parse(JSON.parse(text)),
  "google-auth-library, new OAuth2Client(keys.web)": text => new OAuth2Client(JSON.parse(text).web),
} satisfies Record<string, (text: string) => unknown>

// Many files, so that no cache of the engine replaces the work.
const files = Array.from({ length: 64 }, (_, number) => sampleFile(number))

export const parsing: Benchmark = {
  name: "parsing",
  title: "Reading a file's text",
  async run(effort: Effort): Promise<Result> {
    let next = 0
    const calls = Object.fromEntries(
      Object.entries(contenders).map(([name, parse]) => [name, () => parse(files[next++ % files.length]!)]),
    )
    const times = await compareSpeed(calls, { rounds: runs(effort, 100), milliseconds: 5 * effort.scale })
    const speed = (name: string): number => times[bare]! / times[name]!
    const rivals = ["zod, the same value rules", "valibot, the same value rules"]
    return {
      columns: [
        { title: "a file", format: nanoseconds },
        { title: "speed against JSON.parse", format: ratio },
      ],
      rows: Object.keys(contenders).map(label => ({ label, figures: [times[label], speed(label)] })),
      notes: [
        `A file of ${files[0]!.length} bytes with Google's members; the first quartile of ${runs(effort, 100)} rounds in which all take turns.`,
        "The same value rules: types, emptiness, placeholders, references, white space, control and foreign characters, URIs, and rules about several members. Duplicates, positions, warnings and misspelled names are only ours.",
      ],
      goals: [
        { promise: "at least 0.3 of the speed of JSON.parse", figure: speed(ours), isReached: speed(ours) >= 0.3 },
        ...rivals.map(rival => ({
          promise: `faster than ${rival}`,
          figure: speed(ours) / speed(rival),
          isReached: speed(ours) > speed(rival),
        })),
      ],
    }
  },
}
