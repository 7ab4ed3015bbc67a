/** The part of a Chrome DevTools Protocol connection that is used here. */
export interface InspectorSession {
  send(method: string, parameters?: object): Promise<unknown>
  on(event: string, listener: (parameters: object) => void): void
}

interface RemoteObject {
  readonly type?: string
  readonly objectId?: string
  readonly description?: string
}

interface PropertiesAnswer {
  readonly result?: readonly { readonly value?: RemoteObject }[]
  readonly internalProperties?: readonly { readonly name?: string; readonly value?: RemoteObject }[]
}

const watchedEvents = ["Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Console.messageAdded", "Log.entryAdded"]
const depthLimit = 6
// The language's own prototypes contain nothing, and are the larger part of what could be opened.
const ownPrototypes = /^(Object|Array\(0\)|Map|Set|\w*Error)$/

/** What DevTools would show. */
export interface WatchedConsole {
  /** Resolves when this text has been printed. */
  seen(text: string): Promise<void>
  /** Everything that was printed so far, with every arrow opened. */
  output(): Promise<string>
}

/** Attaches to a runtime's console as DevTools do. */
export async function watchConsole(session: InspectorSession): Promise<WatchedConsole> {
  const events: string[] = []
  const unfolding: Promise<string>[] = []
  for (const event of watchedEvents) {
    session.on(event, parameters => {
      events.push(`${event} ${JSON.stringify(parameters)}`)
      const { args = [] } = parameters as { args?: readonly RemoteObject[] }
      for (const argument of args) {
        const unfolded = unfold(session, argument)
        // The error, if there is one, reaches the caller of output().
        unfolded.catch(() => {})
        unfolding.push(unfolded)
      }
    })
  }
  // Not every runtime has all three.
  for (const domain of ["Runtime", "Console", "Log"]) await session.send(`${domain}.enable`).catch(() => {})
  return {
    async seen(text) {
      while (!events.some(event => event.includes(text))) await new Promise(resolve => setTimeout(resolve, 10))
    },
    output: async () => [...events, ...(await Promise.all(unfolding))].join("\n"),
  }
}

/**
 * Everything that an inspector shows of an object when every arrow is opened: own and internal properties, level by level.
 *
 * It does not open functions: their closures are visible to a debugger, from which no program can hide anything.
 */
async function unfold(session: InspectorSession, root: RemoteObject): Promise<string> {
  const texts: string[] = []
  let level = [root]
  for (let depth = 0; depth < depthLimit; depth++) {
    const next: RemoteObject[] = []
    for (const { objectId, type } of level) {
      if (objectId === undefined || type === "function") continue
      const parameters = { objectId, ownProperties: true, generatePreview: true }
      const answer = (await session.send("Runtime.getProperties", parameters)) as PropertiesAnswer
      texts.push(JSON.stringify(answer))
      const internal = (answer.internalProperties ?? []).filter(
        ({ name, value }) => name !== "[[Prototype]]" || !ownPrototypes.test(value?.description ?? ""),
      )
      for (const { value } of [...(answer.result ?? []), ...internal]) {
        if (value !== undefined) next.push(value)
      }
    }
    level = next
  }
  return texts.join("\n")
}
