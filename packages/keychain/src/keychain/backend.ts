/**
 * A keychain: entries by service and account, as every operating system has them.
 *
 * Its methods may throw anything; nothing of a message is printed.
 */
export interface KeychainBackend {
  /** Its name in messages. */
  readonly name: string
  /** The most UTF-16 units of one entry, 2 or more. A longer value is split into several entries. @default no limit */
  readonly maxLength?: number | undefined
  /** Resolves with `undefined` or `null` where there is no such entry. */
  get(service: string, account: string): Promise<string | null | undefined>
  set(service: string, account: string, value: string): Promise<unknown>
  /** Deletes an entry, if there is one. */
  delete(service: string, account: string): Promise<unknown>
}
