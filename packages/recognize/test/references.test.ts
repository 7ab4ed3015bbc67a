import { expect, test } from "vitest"
import { findReference } from "../src/index.ts"

test.each([
  ["@Microsoft.KeyVault(SecretUri=https://v.vault.azure.net/secrets/s)", "a Key Vault reference of Azure"],
  ["%env(GOOGLE_SECRET)%", "a Symfony environment reference"],
  ["{{resolve:secretsmanager:s:SecretString:k}}", "a dynamic reference of CloudFormation"],
  ["op://vault/item/section/field", "a 1Password reference"],
  ["vault:v1:8SDd3WHDOjf7mq69CyCqYjBXAiQQAVZRkFM13ok481zoCmHnSeDX9vyf7w==", "a Vault Transit ciphertext"],
  ["vault:secret/data/google#client_secret", "a Vault reference"],
  ["secretref:google-secret", "a reference to a secret of the platform"],
  ["ref+vault://secret/google#/client_secret", "a reference to a secret store"],
  ["arn:aws:secretsmanager:eu-central-1:123456789012:secret:google", "the ARN of a secret or parameter"],
  ["projects/p/secrets/google/versions/latest", "the name of a secret in Google Secret Manager"],
  ["ENC[AES256_GCM,data:abc,iv:abc,tag:abc,type:str]", "encrypted by sops"],
  ["ENC(G6N718UuyPE5bHyWKyuLQSm02auQPUtm)", "encrypted by Jasypt"],
  [
    "EJ[1:WGj2t4znULHT1IRveMEdvvNXqZzNBNMsJ5iZVy6Dvxs=:kA6ekF8ViYR5ZLeSmMXWsdLfWr7wn9qS:fcHQtdt6nqcNOXa97]",
    "encrypted by ejson",
  ],
  ["encrypted:BDqDBibm4wsYqMpCjTQ6BsDHmMadg9K3dAt+Z9HPMfLEIRVz50hmLXPXRuDBXaJi", "encrypted by dotenvx"],
  ["$ANSIBLE_VAULT;1.1;AES256", "encrypted by Ansible Vault"],
])("%s is %s", (text, kind) => {
  expect(findReference(text)?.kind).toBe(kind)
})

// Such beginnings are those of one random secret in a million.
test.each(["EJ[r8k2?mQz!Lp0vX", "EJ[r8k2?mQz!Lp0v]", "ENC(r8k2?mQz!Lp0vX", "ref+r8k2?mQz!Lp0vX", "op://r8k2?mQz!Lp0v"])(
  "%s can be a secret",
  text => {
    expect(findReference(text)).toBeUndefined()
  },
)
