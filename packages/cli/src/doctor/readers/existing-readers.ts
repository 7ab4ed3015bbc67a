import { goOauth2 } from "./go-reader.ts"
import { java } from "./java-reader.ts"
import { nodeIdiom, nodeLocalAuth } from "./node-readers.ts"
import { php } from "./php-reader.ts"
import { googleAuthOauthlib, oauth2client } from "./python-readers.ts"
import type { Reader } from "./reader.ts"
import { rubyClientId, rubyClientSecrets } from "./ruby-readers.ts"
import { yupOauth2 } from "./rust-reader.ts"

/**
 * Ten existing readers of the format, as models of whether they accept a file. Each is compared with what the reader itself
 * did with every file of the corpus. The behavior of a reader after it has accepted a file is not modeled.
 */
export const existingReaders: readonly Reader[] = [
  oauth2client,
  googleAuthOauthlib,
  rubyClientSecrets,
  rubyClientId,
  goOauth2,
  java,
  php,
  yupOauth2,
  nodeLocalAuth,
  nodeIdiom,
]
