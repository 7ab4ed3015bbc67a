/** The part of a Chrome DevTools Protocol connection that is used here. */
export interface InspectorSession {
  send(method: string, parameters?: object): Promise<unknown>
}

interface RemoteObject {
  readonly type?: string
  readonly objectId?: string
}

interface PropertiesAnswer {
  readonly result?: readonly { readonly value?: RemoteObject; readonly symbol?: RemoteObject }[]
  readonly internalProperties?: readonly { readonly value?: RemoteObject }[]
}

const depthLimit = 6

/**
 * All that an inspector shows of an object when every arrow is opened: own and internal properties, level by level.
 *
 * It does not open functions: what they close over is a debugger's view, which no program can keep anything from.
 */
export async function unfold(session: InspectorSession, root: RemoteObject): Promise<string> {
  const texts = [JSON.stringify(root)]
  let level = [root]
  for (let depth = 0; depth < depthLimit; depth++) {
    const next: RemoteObject[] = []
    for (const { objectId, type } of level) {
      if (objectId === undefined || type === "function") continue
      const parameters = { objectId, ownProperties: true, generatePreview: true, nonIndexedPropertiesOnly: false }
      const answer = (await session.send("Runtime.getProperties", parameters)) as PropertiesAnswer
      texts.push(JSON.stringify(answer))
      for (const { value } of [...(answer.result ?? []), ...(answer.internalProperties ?? [])]) {
        if (value !== undefined) next.push(value)
      }
    }
    level = next
  }
  return texts.join("\n")
}
