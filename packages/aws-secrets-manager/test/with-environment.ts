type Variables = Readonly<Record<string, string | undefined>>

/** Runs work with variables set (or unset), and restores the old ones. */
export async function withEnvironment(variables: Variables, work: () => Promise<void>): Promise<void> {
  const before = Object.fromEntries(Object.keys(variables).map(name => [name, process.env[name]]))
  apply(variables)
  try {
    await work()
  } finally {
    apply(before)
  }
}

function apply(variables: Variables): void {
  for (const [name, value] of Object.entries(variables)) {
    if (value === undefined) delete process.env[name]
    else process.env[name] = value
  }
}
