import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager"

/** A client of the AWS SDK that answers by itself, and counts: the cache in front of it is measured. */
export class CountingClient extends SecretsManagerClient {
  calls = 0
  readonly #text: string
  readonly #milliseconds: number

  constructor(text: string, milliseconds = 0) {
    super({ region: "eu-central-1", credentials: { accessKeyId: "EXAMPLE", secretAccessKey: "EXAMPLE" } })
    this.#text = text
    this.#milliseconds = milliseconds
  }

  // The SDK declares an overload for each way of calling; here all return the same.
  override async send(): Promise<never> {
    this.calls++
    if (this.#milliseconds > 0) await new Promise(resolve => setTimeout(resolve, this.#milliseconds))
    return { Name: "prod/google", SecretString: this.#text, VersionId: "1", $metadata: {} } as never
  }
}
