import * as fc from "fast-check"
import { afterAll, beforeAll, expect, test } from "vitest"
import type { ClientSecretsError } from "../../src/error.ts"
import type { AnyClientSecrets } from "../../src/format/client-secrets.ts"
import { createLoader } from "../../src/loader/create-loader.ts"
import type { Loader } from "../../src/loader/loader.ts"
import { CountingSignal } from "../counting-signal.ts"
import { exampleFile } from "../example-client.ts"
import { FakeClock } from "../fake-clock.ts"
import { LoaderModel, type ModelCall, type StoreState, times } from "./loader-model.ts"

const unhandled: unknown[] = []
const onUnhandled = (reason: unknown) => unhandled.push(reason)
beforeAll(() => void process.on("unhandledRejection", onUnhandled))
afterAll(() => {
  process.off("unhandledRejection", onUnhandled)
  expect(unhandled).toEqual([])
})

/** The real loader, with a store and a record of its calls. */
class Reality {
  readonly clock = new FakeClock()
  readonly reads: boolean[] = []
  readonly given: AnyClientSecrets[] = []
  readonly calls: { signal: CountingSignal; outcome?: ModelCall["outcome"] }[] = []
  readonly loader: Loader<AnyClientSecrets>
  store: StoreState = { answer: { secret: "secret-0" }, latency: 0 }
  underWay = 0
  release: () => void = () => {}

  constructor(options: { staleWhileRevalidate: number; staleIfError: number }) {
    const source = {
      name: "store",
      read: (context: { force?: boolean | undefined; signal?: unknown } = {}) => this.read(context),
    }
    const settings = { ...times, ...options, retries: 0, clock: this.clock, random: () => 0 }
    this.loader = createLoader(source, settings) as Loader<AnyClientSecrets>
    // A listener that throws must not matter.
    this.loader.subscribe(() => {
      throw new Error("boom")
    })
  }

  private async read(context: { force?: boolean | undefined; signal?: unknown }) {
    this.reads.push(context.force === true)
    const { answer, latency } = this.store
    expect(++this.underWay, "reads under way").toBe(1)
    const signal = context.signal as AbortSignal
    try {
      if (latency > 0) {
        await new Promise<void>(resolve => {
          const isHeld = latency === Number.POSITIVE_INFINITY
          this.release = isHeld ? resolve : () => {}
          const callOff = isHeld ? () => {} : this.clock.sleep(latency, resolve)
          signal.addEventListener("abort", () => {
            callOff()
            resolve()
          })
        })
      }
    } finally {
      this.underWay--
    }
    if ("secret" in answer) return { content: exampleFile({ client_secret: answer.secret }) }
    if (answer.code === "invalid") return { content: "{" }
    if (answer.code === "not_found") return undefined
    throw { code: answer.code }
  }

  call(isRefresh: boolean): void {
    const signal = new CountingSignal()
    const call: Reality["calls"][number] = { signal }
    this.calls.push(call)
    const calling = isRefresh ? this.loader.refresh({ signal }) : this.loader.get({ signal })
    calling.then(
      secrets => {
        this.given.push(secrets)
        call.outcome = { secret: secrets.clientSecret?.reveal() as string }
      },
      error => {
        call.outcome = error === signal.reason ? "aborted" : { code: (error as ClientSecretsError).code }
      },
    )
  }
}

type Command = fc.AsyncCommand<LoaderModel, Reality>

/** A command for both, after which both must be in the same state. */
function command(
  text: string,
  run: (model: LoaderModel, real: Reality) => void | Promise<void>,
  check: (model: LoaderModel) => boolean = () => true,
): Command {
  return {
    toString: () => text,
    check,
    async run(model, real) {
      await run(model, real)
      model.advance(0)
      await real.clock.advance(0)
      compare(model, real)
    },
  }
}

function compare(model: LoaderModel, real: Reality): void {
  expect(real.calls.map(call => call.outcome)).toEqual(model.calls.map(call => call.outcome))
  expect(real.reads).toEqual(model.reads)
  expect(real.loader.peek()?.clientSecret?.reveal()).toBe(model.copy?.secret)
  const { state, failures, refreshing } = real.loader.status()
  const expected = { state: model.state(), failures: model.failure?.count ?? 0, refreshing: model.flight !== undefined }
  expect({ state, failures, refreshing }).toEqual(expected)
  for (const call of real.calls) if (call.outcome !== undefined) expect(call.signal.listeners.size, "listeners").toBe(0)
  if (model.flight === undefined) expect(real.clock.sleepers.size, "timers").toBe(0)
}

function invalidate(model: LoaderModel, real: Reality, secrets: AnyClientSecrets | undefined): void {
  if (secrets === undefined) return
  real.loader.invalidate(secrets)
  model.report(secrets.clientSecret?.reveal() as string)
}

// Latencies have fractions, so that no two events coincide and their order is certain.
const commands = [
  fc.constantFrom(0, 0, 0, 300.1, 700.3, 7_000.7, Infinity, Infinity).chain(latency =>
    fc
      .oneof(
        fc.nat(3).map(number => ({ secret: `secret-${number}` })),
        fc.constantFrom("unavailable", "throttled", "denied", "not_found", "invalid").map(code => ({ code })),
      )
      .map(answer =>
        command(`the store: ${JSON.stringify(answer)} after ${latency} ms`, (model, real) => {
          model.store = real.store = { answer, latency }
        }),
      ),
  ),
  fc.constantFrom(1, 1, 3).map(count =>
    command(`get() × ${count}`, (model, real) => {
      for (let index = 0; index < count; index++) {
        real.call(false)
        model.call(false)
      }
    }),
  ),
  fc.constant(
    command("refresh()", (model, real) => {
      real.call(true)
      model.call(true)
    }),
  ),
  fc.array(fc.constantFrom("get", "refresh", "invalidate"), { minLength: 2, maxLength: 4 }).map(actions =>
    command(`in one turn: ${actions.join(", ")}`, (model, real) => {
      for (const action of actions) {
        if (action === "invalidate") invalidate(model, real, real.given.at(-1))
        else {
          real.call(action === "refresh")
          model.call(action === "refresh")
        }
      }
    }),
  ),
  fc.constant(
    command("the store answers, at the same time", (model, real) => {
      real.release()
      model.release()
    }),
  ),
  fc
    .oneof(fc.nat(1_000), fc.nat(10_000), fc.nat(130_000), fc.constantFrom(100_000, 60_000, 200_000, 300_000))
    .map(milliseconds =>
      command(`${milliseconds} ms pass`, async (model, real) => {
        model.advance(milliseconds)
        await real.clock.advance(milliseconds)
      }),
    ),
  fc.nat().map(seed =>
    command(
      `a waiting caller aborts (${seed})`,
      (model, real) => {
        const index = model.calls.indexOf(model.waiting()[seed % model.waiting().length] as ModelCall)
        real.calls[index]?.signal.abort({ why: "its own" })
        ;(model.calls[index] as ModelCall).outcome = "aborted"
      },
      model => model.waiting().length > 0,
    ),
  ),
  fc.nat().map(seed =>
    command(`invalidate (${seed})`, (model, real) => {
      // Usually the client that was returned last, sometimes an older one.
      const secrets = seed % 3 === 0 ? real.given[seed % (real.given.length || 1)] : real.given.at(-1)
      invalidate(model, real, secrets)
    }),
  ),
  fc.nat(200_000).map(milliseconds =>
    command(
      `the clock goes back by ${milliseconds} ms`,
      (model, real) => {
        model.setBack(milliseconds)
        real.clock.time -= milliseconds
      },
      model => model.flight === undefined && model.waiting().length === 0,
    ),
  ),
  fc.constant(
    command("dispose()", (model, real) => {
      real.loader.dispose()
      model.dispose()
    }),
  ),
]

test("the loader behaves like the model in 10,000 sequences of random commands", { timeout: 180_000 }, async () => {
  const options = fc.record({
    staleWhileRevalidate: fc.constantFrom(0, 50_000),
    staleIfError: fc.constantFrom(0, 200_000, Number.POSITIVE_INFINITY),
  })
  // After disposal little happens: it is drawn rarely.
  const [setUp, get, refresh, turn, release, pass, abort, report, back, dispose] = commands
  const weighted = [setUp, setUp, get, get, get, get, refresh, refresh, turn, turn, release, release].concat([
    pass,
    pass,
    pass,
    abort,
    report,
    report,
    back,
  ])
  const sequence = fc.commands([...Array(8).fill(weighted).flat(), dispose] as fc.Arbitrary<Command>[], {
    maxCommands: 30,
    size: "max",
  })
  await fc.assert(
    fc.asyncProperty(options, sequence, async (given, run) => {
      await fc.asyncModelRun(() => {
        const real = new Reality(given)
        return { model: new LoaderModel(real.clock.time, given), real }
      }, run)
    }),
    { numRuns: 10_000 },
  )
})
