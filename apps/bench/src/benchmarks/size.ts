import type { Benchmark, Goal, Result } from "../benchmark.ts"
import { bundleSize } from "../bundle-size.ts"
import { bytes } from "../formats.ts"
import { sizeAlarms } from "../size-alarms.ts"

const everyEntryOfFetch = ["", "/azure-key-vault", "/cloudflare-kv", "/google-secret-manager", "/vault"]
  .map(entry => `export * from "@client-secrets/fetch${entry}"`)
  .join("; ")

const alarms = sizeAlarms.map(({ label, module, external, kilobytes }) => ({
  label: `client-secrets, ${label}`,
  module,
  external,
  kilobytes,
}))

interface Row {
  readonly label: string
  readonly module: string
  readonly external?: readonly string[] | undefined
  /** The alarm, in kilobytes of 1,000 bytes. */
  readonly kilobytes?: number
}

const rows: readonly Row[] = [
  ...alarms,
  {
    label: "client-secrets, loadClientSecretsSync(envSource())",
    module:
      'export { loadClientSecretsSync } from "@client-secrets/core"; export { envSource } from "@client-secrets/env"',
  },
  { label: "client-secrets, fetchSource and all recipes", module: everyEntryOfFetch },
  {
    label: "valibot, the same value rules",
    module: 'export { valibotWithRules } from "./src/peers/valibot-schemas.ts"; export { parse } from "valibot"',
  },
  { label: "zod, the same value rules", module: 'export { zodWithRules } from "./src/peers/zod-schemas.ts"' },
  { label: "ajv, the same value rules", module: 'export { ajvWithRules } from "./src/peers/ajv-validator.ts"' },
  { label: "google-auth-library, OAuth2Client", module: 'export { OAuth2Client } from "google-auth-library"' },
  { label: "@google-cloud/local-auth", module: 'export { authenticate } from "@google-cloud/local-auth"' },
]

export const size: Benchmark = {
  name: "size",
  title: "In a bundle",
  async run(): Promise<Result> {
    const sizes = await Promise.all(rows.map(({ module, external }) => bundleSize(module, external)))
    const goals = rows.flatMap(({ label, kilobytes }, index): Goal[] => {
      if (kilobytes === undefined) return []
      const { gzipped } = sizes[index]!
      return [
        { promise: `${label}: at most ${kilobytes} kB`, figure: gzipped, isReached: gzipped <= kilobytes * 1_000 },
      ]
    })
    return {
      columns: [
        { title: "minified", format: bytes },
        { title: "and gzipped", format: bytes },
        { title: "by rolldown", format: bytes },
      ],
      rows: rows.map(({ label }, index) => {
        const { minified, gzipped, gzippedByRolldown } = sizes[index]!
        return { label, figures: [minified, gzipped, gzippedByRolldown] }
      }),
      notes: ["esbuild --bundle --minify, gzip -9; and the same by rolldown, the bundler of Vite."],
      goals,
    }
  },
}
