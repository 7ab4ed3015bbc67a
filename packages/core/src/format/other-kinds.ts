/** Another kind of file, known by a signature that only it has. **No name is better than a wrong name.** */
export interface OtherKind {
  /** What it is, in one sentence. */
  readonly message: string
  /** What to do. */
  readonly advice: string
}

/** Advice for a user with another kind of credential. */
export const createClient: string =
  "Create an OAuth client ID in the Google Cloud console (APIs & Services > Credentials) and download its JSON."
