import type { ReadContext, Source, SourceDocument } from "../src/source/source.ts"
import { exampleFile } from "./example-client.ts"

/** A store whose answer a test changes, and which counts its reads. */
export class FakeStore implements Source {
  readonly name = "store"
  readonly reads: ReadContext[] = []
  /** The answer to the next read: returns a document or throws. */
  answer: (context: ReadContext) => unknown = () => this.document("first")

  read = async (context: ReadContext = {}): Promise<SourceDocument | undefined> => {
    this.reads.push(context)
    return (await this.answer(context)) as SourceDocument | undefined
  }

  document(secret: string): SourceDocument {
    return { content: exampleFile({ client_secret: secret }) }
  }

  /** From now on it holds this secret. */
  rotate(secret: string): void {
    this.answer = () => this.document(secret)
  }

  /** From now on it throws this. */
  fail(thrown: unknown): void {
    this.answer = () => {
      throw thrown
    }
  }

  /** From now on it does not answer until the returned function is called. */
  hang(): (answer: unknown) => void {
    let settle: (answer: unknown) => void = () => {}
    const hanging = new Promise(resolve => {
      settle = resolve
    })
    this.answer = () => hanging
    return settle
  }
}
