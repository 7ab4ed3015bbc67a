/** The importers of each module, as far as a bundler has reported them: all are known only at the end, and a refusal is earlier. */
export class ImportChains {
  /** The first importer of each module. */
  readonly #importers = new Map<string, string>()

  add(importer: string, imported: readonly string[]): void {
    for (const id of imported) if (!this.#importers.has(id)) this.#importers.set(id, importer)
  }

  /** The importer of a module, the importer of that one, and so on, up to an entry. */
  async importersOf(id: string): Promise<readonly string[]> {
    // The bundler reports some importers a moment after their imports.
    await new Promise(resolve => setTimeout(resolve, 100))
    const chain: string[] = []
    for (let one = this.#importers.get(id); one !== undefined && !chain.includes(one); one = this.#importers.get(one))
      chain.push(one)
    return chain
  }
}
