import type { Emitter } from "../model/model.ts"
import { publicFile } from "../model/public-file.ts"

/**
 * `NAME.client_secrets.public.json`: the file without its secret parts, to commit, so that a build without the secret can
 * generate and check. With environments one each: `NAME.ENVIRONMENT.client_secrets.public.json`.
 */
export const publicFileEmitter: Emitter = {
  name: "public",
  generate: ({ clients }) =>
    clients.flatMap(({ name, environments }) =>
      environments.map(environment => {
        const stem = environment.name === undefined ? name : `${name}.${environment.name}`
        return { path: `${stem}.client_secrets.public.json`, text: publicFile(environment.client) }
      }),
    ),
}
