import { awsSecretsManager } from "./aws.ts"
import { bridges } from "./bridges.ts"
import { cli } from "./cli.ts"
import { codegen } from "./codegen.ts"
import { core } from "./core.ts"
import { env } from "./env.ts"
import { fetch } from "./fetch.ts"
import { file } from "./file.ts"
import { keychain } from "./keychain.ts"
import { local } from "./local.ts"
import { mcp } from "./mcp.ts"
import { oauth } from "./oauth.ts"
import type { Suite } from "./suite.ts"
import { vite } from "./vite.ts"

/** Every suite, by its name; the longest first, so that the others run beside them. */
export const suites: Readonly<Record<string, Suite>> = {
  cli,
  oauth,
  local,
  core,
  env,
  file,
  fetch,
  "aws-secrets-manager": awsSecretsManager,
  keychain,
  bridges,
  mcp,
  codegen,
  vite,
}
