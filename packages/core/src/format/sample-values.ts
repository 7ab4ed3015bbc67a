import { withoutGoogleSuffix } from "./google-client-id.ts"
import { initialsOf, wordsOf } from "./value-words.ts"

/** The words of which a sample value consists; one of `tellingWords` has to be among them. */
const sampleWords: ReadonlySet<string> = new Set(
  "client id clientid secret clientsecret my some a an the example sample goes here oauth google app".split(" "),
)
const tellingWords: readonly string[] = ["client", "clientid", "clientsecret", "example", "sample"]
const sampleInitials: ReadonlySet<string> = new Set([...initialsOf(sampleWords), ..."_.:/-"])

/** Whether a value is the member's own name in some spelling: `client_id_here`, `my-client-secret`, `example`. */
export function isSampleValue(text: string): boolean {
  if (!sampleInitials.has(text.charAt(0))) return false
  // A digit or another sign makes it a name of somebody's own.
  if (text.length > 60 || !/^[a-z\s_.:/-]+$/i.test(text)) return false
  const words = wordsOf(withoutGoogleSuffix(text))
  return words.every(word => sampleWords.has(word)) && words.some(word => tellingWords.includes(word))
}
