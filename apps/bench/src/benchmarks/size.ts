import * as core from "@client-secrets/core"
import type { Benchmark, Goal, Result } from "../benchmark.ts"
import { bundleSize } from "../bundle-size.ts"
import { bytes } from "../formats.ts"

const withoutLoader = Object.keys(core).filter(name => name !== "createLoader")

const everyEntryOfFetch = ["", "/azure-key-vault", "/cloudflare-kv", "/google-secret-manager", "/vault"]
  .map(entry => `export * from "@client-secrets/fetch${entry}"`)
  .join("; ")

// What is bundled, and the most kilobytes (of 1,000 bytes) that it may weigh where the project promises it.
const modules: readonly (readonly [label: string, module: string, kilobytes?: number])[] = [
  ["client-secrets, parseClientSecrets", 'export { parseClientSecrets } from "@client-secrets/core"', 5],
  [
    "client-secrets, core without the loader",
    `export { ${withoutLoader.join(", ")} } from "@client-secrets/core"`,
    6.5,
  ],
  ["client-secrets, all of core", 'export * from "@client-secrets/core"', 9],
  [
    "client-secrets, loadClientSecretsSync(envSource())",
    'export { loadClientSecretsSync } from "@client-secrets/core"; export { envSource } from "@client-secrets/env"',
  ],
  ["client-secrets, fetchSource", 'export { fetchSource } from "@client-secrets/fetch"', 3],
  ["client-secrets, fetchSource and all recipes", everyEntryOfFetch],
  ["client-secrets, the AWS agent", 'export * from "@client-secrets/aws-secrets-manager/agent"', 2],
  [
    "valibot, the same value rules",
    'export { valibotWithRules } from "./src/peers/valibot-schemas.ts"; export { parse } from "valibot"',
  ],
  ["zod, the same value rules", 'export { zodWithRules } from "./src/peers/zod-schemas.ts"'],
  ["ajv, the same value rules", 'export { ajvWithRules } from "./src/peers/ajv-validator.ts"'],
  ["google-auth-library, OAuth2Client", 'export { OAuth2Client } from "google-auth-library"'],
  ["@google-cloud/local-auth", 'export { authenticate } from "@google-cloud/local-auth"'],
]

export const size: Benchmark = {
  name: "size",
  title: "In a bundle",
  async run(): Promise<Result> {
    const sizes = await Promise.all(modules.map(([, module]) => bundleSize(module)))
    const goals = modules.flatMap(([label, , kilobytes], index): Goal[] => {
      if (kilobytes === undefined) return []
      const { gzipped, gzippedByRolldown } = sizes[index]!
      return Object.entries({ esbuild: gzipped, rolldown: gzippedByRolldown }).map(([bundler, figure]) => ({
        promise: `${label}: at most ${kilobytes} kB by ${bundler}`,
        figure,
        isReached: figure <= kilobytes * 1_000,
      }))
    })
    return {
      columns: [
        { title: "minified", format: bytes },
        { title: "and gzipped", format: bytes },
        { title: "by rolldown", format: bytes },
      ],
      rows: modules.map(([label], index) => {
        const { minified, gzipped, gzippedByRolldown } = sizes[index]!
        return { label, figures: [minified, gzipped, gzippedByRolldown] }
      }),
      notes: ["esbuild --bundle --minify, gzip -9; and the same by rolldown, the bundler of Vite."],
      goals,
    }
  },
}
