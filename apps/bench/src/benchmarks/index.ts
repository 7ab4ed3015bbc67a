import type { Benchmark } from "../benchmark.ts"
import { authorizationUrl } from "./authorization-url.ts"
import { coldStart } from "./cold-start.ts"
import { concurrent } from "./concurrent.ts"
import { exactReader } from "./exact-reader.ts"
import { firstCredential } from "./first-credential.ts"
import { fleet } from "./fleet.ts"
import { generate } from "./generate.ts"
import { hot } from "./hot.ts"
import { manyClients } from "./many-clients.ts"
import { parsing } from "./parsing.ts"
import { scan } from "./scan.ts"
import { signedInStart } from "./signed-in-start.ts"
import { size } from "./size.ts"

/** In the order of running and printing. */
export const benchmarks: readonly Benchmark[] = [
  parsing,
  exactReader,
  hot,
  concurrent,
  fleet,
  coldStart,
  firstCredential,
  signedInStart,
  authorizationUrl,
  generate,
  manyClients,
  scan,
  size,
]
