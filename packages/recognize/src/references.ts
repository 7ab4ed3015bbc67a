// A separate entry, without `node:`: core has it built in.

/** A value that is not the value: its name in a store, or the value in encrypted form. */
export interface Reference {
  /** Its description, for a sentence that begins with "It is". */
  readonly kind: string
  /** What should have replaced it with the value, and what to do. One or two sentences. */
  readonly advice: string
}

interface ReferenceRow extends Reference {
  /** How such a value begins; one of them is enough. */
  readonly beginnings: readonly string[]
  /** What it must also contain, if the beginning by itself could be a value. */
  readonly holds: (text: string) => boolean
}

const always = (): boolean => true

const rows: readonly ReferenceRow[] = [
  {
    kind: "a Key Vault reference of Azure",
    beginnings: ["@Microsoft.KeyVault("],
    holds: always,
    advice:
      "App Service did not resolve it. Check the app's managed identity and its permission on the vault, in the portal under Environment variables.",
  },
  {
    kind: "a Symfony environment reference",
    beginnings: ["%env("],
    holds: always,
    advice: "Only Symfony resolves it. Write the value itself.",
  },
  {
    kind: "a dynamic reference of CloudFormation",
    beginnings: ["{{resolve:"],
    holds: always,
    advice: "CloudFormation resolves it only in the properties that support it. Read the secret when the program runs.",
  },
  {
    kind: "a 1Password reference",
    beginnings: ["op://"],
    holds: text => text.split("/").length > 4,
    advice: "Start the program through `op run --`, or write the file with `op inject`.",
  },
  {
    kind: "a Vault Transit ciphertext",
    beginnings: ["vault:v"],
    holds: always,
    advice: "Decrypt it with Vault before it is stored.",
  },
  {
    kind: "a Vault reference",
    beginnings: ["vault:"],
    holds: text => text.includes("#"),
    advice: "The webhook or tool that resolves such references did not run.",
  },
  {
    kind: "a reference to a secret of the platform",
    beginnings: ["secretref:"],
    holds: always,
    advice: "The platform did not resolve it. Check that the secret exists under this name.",
  },
  {
    kind: "a reference to a secret store",
    beginnings: ["bws://", "infisical://", "berglas://", "sm://", "gcpsm://", "awssm://", "ref+"],
    holds: text => text.includes("://"),
    advice: "The tool that resolves such references did not run. Start the program through it.",
  },
  {
    kind: "the ARN of a secret or parameter",
    beginnings: ["arn:aws"],
    holds: text => ["secretsmanager", "ssm"].includes(text.split(":")[2] ?? ""),
    advice: "It is the name of the secret, not the secret. Pass it to awsSecretsManagerSource.",
  },
  {
    kind: "the name of a secret in Google Secret Manager",
    beginnings: ["projects/"],
    holds: text => text.split("/")[2] === "secrets",
    advice: "It is the name of the secret, not the secret. Pass it to googleSecretManagerSource.",
  },
  {
    kind: "encrypted by sops",
    beginnings: ["ENC[AES256_GCM,"],
    holds: always,
    advice: "Decrypt it with `sops decrypt`.",
  },
  {
    kind: "encrypted by Jasypt",
    beginnings: ["ENC("],
    holds: text => text.endsWith(")"),
    advice: "Decrypt it before it is stored.",
  },
  {
    kind: "encrypted by ejson",
    beginnings: ["EJ["],
    // The version, a public key, a nonce and the message.
    holds: text => text.endsWith("]") && text.split(":").length === 4,
    advice: "Decrypt it with `ejson decrypt`.",
  },
  {
    kind: "encrypted by dotenvx",
    beginnings: ["encrypted:"],
    holds: always,
    advice: "Start the program through `dotenvx run --`.",
  },
  {
    kind: "encrypted by Ansible Vault",
    beginnings: ["$ANSIBLE_VAULT;"],
    holds: always,
    advice: "Decrypt it with `ansible-vault decrypt`.",
  },
]

interface Beginning {
  readonly text: string
  readonly row: ReferenceRow
}

/** The beginnings by their first character: most values begin with another one, and need no comparison. */
const beginningsByInitial = new Map<string | undefined, Beginning[]>()
for (const row of rows) {
  for (const text of row.beginnings) {
    const others = beginningsByInitial.get(text[0]) ?? []
    beginningsByInitial.set(text[0], [...others, { text, row }])
  }
}

/** Recognizes a whole value that is an unresolved reference, or encrypted. */
export function findReference(text: string): Reference | undefined {
  const beginnings = beginningsByInitial.get(text[0])
  if (beginnings === undefined) return undefined
  for (const beginning of beginnings)
    if (text.startsWith(beginning.text) && beginning.row.holds(text)) return beginning.row
  return undefined
}
