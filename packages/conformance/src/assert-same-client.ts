import { type AnyClientSecrets, toClientSecretsJson } from "@client-secrets/core"
import { assert } from "./assert.ts"

/**
 * Fails unless both clients are the same, secrets and unknown members included.
 *
 * Deep equality (`node:assert`, chai, vitest, Bun) considers clients with different secrets equal, since a Secret has no
 * property to compare. This compares the revealed values; the failure names the members that differ and shows no value.
 */
export function assertSameClient(actual: AnyClientSecrets, expected: AnyClientSecrets): void {
  const [actualMembers, expectedMembers] = [membersOf(actual), membersOf(expected)]
  const names = new Set([...Object.keys(actualMembers), ...Object.keys(expectedMembers)])
  const different = [...names].filter(
    name => JSON.stringify(actualMembers[name]) !== JSON.stringify(expectedMembers[name]),
  )
  assert(
    actual.type === expected.type && different.length === 0,
    `the clients differ in: ${different.join() || "type"}`,
  )
}

function membersOf(client: AnyClientSecrets): Readonly<Record<string, unknown>> {
  return JSON.parse(toClientSecretsJson(client))[client.type]
}
