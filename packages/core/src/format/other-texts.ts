import { createClient, type OtherKind } from "./other-kinds.ts"

/** A kind of text that is not a client file. */
export interface TextKind extends OtherKind {
  looksLike(text: string): boolean
}

/** Texts that are not JSON, or JSON of something else, by how they begin. The first that matches names it. */
export const textKinds: readonly TextKind[] = [
  {
    message: "This is a private key or a certificate, not an OAuth client.",
    advice: createClient,
    looksLike: text =>
      text.startsWith("-----BEGIN ") && !text.startsWith("-----BEGIN PGP") && !text.startsWith("-----BEGIN AGE"),
  },
  {
    message: "This file is encrypted (PGP or age).",
    advice: "Decrypt it first.",
    looksLike: text => startsWithAny(text, ["-----BEGIN PGP", "-----BEGIN AGE", "age-encryption.org/"]),
  },
  {
    message: "This is a property list (plist), as for iOS apps.",
    advice: createClient,
    looksLike: text => text.startsWith("bplist") || (text.startsWith("<") && text.includes("<plist")),
  },
  {
    message: "This is HTML: a web page was saved instead of the file.",
    advice: "Sign in to the console and download the JSON again.",
    looksLike: text => startsWithAny(text.slice(0, 15).toLowerCase(), ["<!", "<html", "<head", "<body"]),
  },
  {
    message: "This is XML, not JSON.",
    advice: "Download the OAuth client's JSON again.",
    looksLike: text => text.startsWith("<?xml"),
  },
  {
    message: "This is an RTF document of a word processor.",
    advice: "Save it as plain text, or download the JSON again.",
    looksLike: text => text.startsWith("{\\rtf"),
  },
  {
    message: "This is JSON inside a JSON string: it was encoded twice.",
    advice: "Decode it once more before you store it.",
    looksLike: text => /^"?\{\s*\\|^"\{/.test(text),
  },
  {
    message: "This is YAML, not JSON.",
    advice: "Convert it to JSON, or download the OAuth client's JSON again.",
    looksLike: text => /^(?:---\s|(?:web|installed|apiVersion|kind|client_config\w*):\s)/.test(text),
  },
  {
    message: "This is a dotenv file (NAME=value).",
    advice: "Read it with dotenvSource, or load it into the environment and use envSource.",
    looksLike: text => /^(?:#[^\n]*\n\s*)*(?:export )?[A-Za-z_]\w*\s*=[^=]/.test(text),
  },
  {
    message: "This is an INI or TOML file, such as a configuration of rclone.",
    advice: "Download the OAuth client's JSON again.",
    looksLike: text => /^\[[\w .-]+\][^\S\n]*\n\s*\w+\s*=/.test(text),
  },
  {
    message: "This is base64.",
    advice: "Decode it first. Sources that read variables or stores decode it only if it holds a whole client file.",
    // The first two characters of base64 of `{` and a quote or white space.
    looksLike: text => /^(?:ew|ey)[\w+/\s-]+=*$/.test(text),
  },
  {
    message: "This is the path of a file, not its content.",
    advice: "Read the file first, or use fileSource(path).",
    looksLike: isPath,
  },
  {
    message: "This is an address, not the file that it leads to.",
    advice: "Use fetchSource(url).",
    looksLike: text => /^https?:\/\/\S+$/.test(text),
  },
  {
    message: "This is a client secret, not a whole client file.",
    advice: "Pass the file's content. For a secret on its own use secretSource().",
    looksLike: text => /^GOCSPX-\S+$/.test(text),
  },
  {
    message: "This is a client id, not a whole client file.",
    advice: "Pass the content of the JSON that the console lets you download.",
    looksLike: text => /^\S+\.apps\.googleusercontent\.com$/.test(text),
  },
  {
    message: "This is a printed object of a program, not JSON.",
    advice: "Write it with JSON.stringify, or download the JSON again.",
    looksLike: text => text.startsWith("map[") || text.startsWith("[object ") || /^\{\s*"\w+"\s*=>/.test(text),
  },
  {
    message: "This is an error message of a command, not a file.",
    advice: "Run the command by itself to see what failed.",
    looksLike: text => /^(?:cat|curl|gcloud|aws|vault|base64|op): /.test(text),
  },
]

function isPath(text: string): boolean {
  if (text.includes("\n") || text.includes("{") || text.includes('"')) return false
  if (startsWithAny(text, ["/*", "//"])) return false
  return (
    startsWithAny(text, ["/", "./", "../", "~/", "file:/"]) || /^[A-Za-z]:\\/.test(text) || /^[^=]+\.json$/.test(text)
  )
}

function startsWithAny(text: string, beginnings: readonly string[]): boolean {
  return beginnings.some(beginning => text.startsWith(beginning))
}
