import type { DiagnosticCode } from "@client-secrets/codegen"
import type { ClientSecretsIssueCode } from "@client-secrets/core"
import { issueExplanations } from "@client-secrets/core"
import type { FailureCode } from "../command-failure.ts"
import type { Shape } from "../scan/find-shapes.ts"

/** The meaning of the codes of the generator, apart from those of the format. */
const generatorCodes: Readonly<Record<Exclude<DiagnosticCode, ClientSecretsIssueCode>, string>> = {
  secret_in_output:
    "A generated file would hold the client secret, in some spelling. Usually the secret is also in another member, such as the query of a redirect URI. Nothing is written.",
  secret_shape:
    "A public member looks like a secret: a client secret of Google, a token, a private key, or a URI with a secret in its query. It would be published with the generated module.",
  inline_refused:
    "A secret is written into a module only for an installed client, and only where git ignores that module.",
  different_shape:
    "The environments of one client differ in their type, or in which members they have. One module cannot describe them all.",
  different_redirect_paths:
    "The redirect URIs of two environments differ in their paths. Usually one of them was forgotten in the provider's console.",
  left_out:
    "The file has members that the format does not define. They may be secret, so no generated file has them. A program reads them from the file itself, with extra.get().",
  short_secret:
    "The secret has fewer than 8 characters. Such a short string occurs by chance, so the outputs cannot be searched for it.",
}

/** The meaning of the codes of `scan`. */
const scanCodes: Readonly<Record<Shape | "secret_found" | "not_searched", string>> = {
  secret_found: "The secret of the client file is in this place, in the spelling that the message names.",
  not_searched:
    "Something could not be read, or not all of it. It may hold the secret, so the result is not clean and the exit code is 5.",
  client_file:
    "This looks like an OAuth client file with its secret. If the client is public on purpose, pass its fingerprint with --allow.",
  google_client_secret:
    "This looks like a client secret of Google: GOCSPX- and 28 characters. If it is public on purpose, pass its fingerprint with --allow.",
  google_refresh_token:
    "This looks like a refresh token of Google. Anyone who has it and the client can act for the user until it is revoked.",
  service_account_key:
    "This looks like the private key of a service account of Google. Delete the key in the console and create another one.",
}

/** The meaning of the codes of `doctor`. */
const doctorCodes: Readonly<Record<string, string>> = {
  tracked:
    "git tracks the client file, so every clone has the secret, and the history keeps it after the file is removed.",
  not_ignored: "git does not track the client file, and no ignore rule covers it: the next git add . would commit it.",
  git_unknown:
    "git is not installed, did not answer in time, or does not trust the folder (safe.directory). So it is not known whether the file is committed.",
  readable: "The file's permissions let other users of this machine read it.",
  writable:
    "The file's permissions let other users of this machine change it. Anyone who changes an endpoint gets the secret and the tokens.",
  public_folder:
    "Frameworks and hosts publish everything in such a folder under its own name, so anyone can download the file.",
  build_output: "The file is in the output of a build. What is in it is usually deployed or shipped.",
  dev_server:
    "Vite, and what is built on it, hands out every file of the workspace that is not denied, to anyone who can reach the development server.",
  perhaps_denied:
    "The configuration names client files after deny, or uses the plugin of client-secrets. It was read as text and not run, so only the running server can confirm it.",
  env_tracked: "git tracks a .env file that holds the client secret.",
  env_not_ignored: "A .env file holds the client secret, and no ignore rule covers it.",
  env_published:
    "A .env file that holds the client secret is in a folder that is usually published, or in the output of a build.",
  env_served:
    "A development server hands out a file of variables that holds the client secret. Vite denies .env and .env.*, but no other names, and none of them if server.fs.deny names other files.",
  env_unread: "A .env file could not be read, or is larger than a mebibyte. It may hold the client secret.",
  public_prefix:
    "Bundlers replace variables with such a prefix (VITE_, NEXT_PUBLIC_ and others) by their values, in the code that the browser gets.",
  missing: "In the output of check, a generated file does not exist.",
  stale: "A generated file differs from what would be generated now.",
}

/** The meaning of the codes of a command that could not do its work. */
const failureCodes: Readonly<Record<FailureCode, string>> = {
  usage: "The arguments or the configuration are wrong, so the command did nothing. The exit code is 2.",
  invalid: "The input is not a valid client file, so the command did nothing. The exit code is 3.",
  leak: "The secret is where it must not be, or the command would have put it there. The exit code is 4.",
  io: "Something could not be read or written. The exit code is 5.",
  sign_in: "Nobody is signed in, or the provider refused. The exit code is 6.",
}

/** The meaning of every code, by code. */
export function codeExplanations(): ReadonlyMap<string, string> {
  const issues = issueExplanations().map(({ code, explanation }) => [code as string, explanation] as const)
  const others = [failureCodes, generatorCodes, scanCodes, doctorCodes].flatMap(table => Object.entries(table))
  const ofOthers = new Map(others)
  // A code of the format that the command line also uses has both meanings.
  const both = issues.map(
    ([code, meaning]) => [code, [meaning, ofOthers.get(code)].filter(Boolean).join("\n\n")] as const,
  )
  return new Map([...ofOthers, ...both])
}
