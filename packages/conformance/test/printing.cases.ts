import {
  assert,
  assertEqual,
  assertNoLeak,
  assertThrows,
  type Case,
  findLeaks,
  freshSecret,
  printingRoutes,
  printOnConsole,
  printThroughChannel,
} from "@client-secrets/conformance"
import { createSecret } from "@client-secrets/core"
import { subjects } from "./subjects.ts"

const inspectHook = Symbol.for("nodejs.util.inspect.custom")

const textRoutes = ["String", "template", "Error message", "URLSearchParams", "Headers", "encodeURIComponent", "btoa"]
const objectRoutes = [
  "JSON.stringify",
  "JSON.stringify with a replacer",
  "spread",
  "own properties",
  "own properties of a structured clone",
]

const subjectCases = Object.entries(subjects).map(
  ([name, make]): Case => ({
    name: `${name} prints no secret`,
    async run(context) {
      const text = context.freshSecret()
      const subject = make(text)
      printOnConsole(subject)
      assertNoLeak([text], { ...printingRoutes(subject), ...(await printThroughChannel(subject)) })
    },
  }),
)

/** docs/security.md#printing-routes: values that contain a secret do not print it. */
export const printingCases: readonly Case[] = [
  ...subjectCases,
  {
    name: "the routes print: they do find a plain string",
    async run({ runtime }) {
      const text = freshSecret()
      const assertFound = (routes: Record<string, string>, wanted: readonly string[]) => {
        for (const where of wanted) {
          assert(findLeaks([text], { [where]: routes[where] ?? "" }).length > 0, `${where} prints what it is given`)
        }
      }
      assertFound(printingRoutes(text), textRoutes)
      const held = { nested: [{ text }] }
      const routes = { ...printingRoutes(held), ...(await printThroughChannel(held)) }
      const inspects = Object.keys(routes).filter(route => /inspect( with showHidden| without hooks)?$/.test(route))
      assertFound(routes, [...objectRoutes, ...inspects])
      if (runtime.modules === "bundled") return
      assertFound(routes, ["node:v8 serialize", "node:util format", "node:util inspect", "MessageChannel"])
    },
  },
  {
    name: "the hooks accept any receiver, and only reveal throws",
    async run({ freshSecret }) {
      const text = freshSecret()
      const secret = createSecret(text)
      const hooks = [
        secret.toString,
        secret.toJSON,
        ...[Symbol.toPrimitive, inspectHook].map(key => (secret as unknown as Record<symbol, () => string>)[key]),
      ]
      const receivers = [
        undefined,
        null,
        0,
        {},
        Object.create(secret),
        new Proxy(secret, {}),
        new Proxy({}, { get: fail }),
      ]
      for (const hook of hooks) {
        for (const receiver of receivers) assertEqual(hook?.call(receiver as never), "[redacted]")
      }
      for (const receiver of receivers) {
        const error = await assertThrows(() => secret.reveal.call(receiver as never))
        assert(error instanceof TypeError && /Secret/.test(error.message), "reveal throws our own text")
      }
    },
  },
  {
    name: "a Secret and its prototype are frozen",
    run({ freshSecret }) {
      const secret = createSecret(freshSecret())
      assert(Object.isFrozen(secret) && Object.isFrozen(Object.getPrototypeOf(secret)), "both are frozen")
      assertEqual(Reflect.ownKeys(secret), [])
    },
  },
  {
    name: "a WeakMap that is patched after loading sees no secret",
    run({ freshSecret }) {
      const seen: unknown[] = []
      const { get, set } = WeakMap.prototype
      WeakMap.prototype.get = function (this: WeakMap<object, unknown>, key) {
        const value = get.call(this, key)
        seen.push(value)
        return value
      }
      WeakMap.prototype.set = function (this: WeakMap<object, unknown>, key, value) {
        seen.push(value)
        return set.call(this, key, value)
      } as typeof set
      try {
        createSecret(freshSecret()).reveal()
      } finally {
        Object.assign(WeakMap.prototype, { get, set })
      }
      assertEqual(seen, [])
    },
  },
  {
    name: "equals compares the strings",
    run({ freshSecret }) {
      const text = freshSecret()
      const secret = createSecret(text)
      assertEqual(secret.equals(createSecret(text)), true)
      for (const other of [freshSecret(), text.slice(1), `${text}x`, ""])
        assertEqual(secret.equals(createSecret(other)), false)
      assertEqual(secret.equals(text as never), false)
    },
  },
]

function fail(): never {
  throw new Error("a proxy was asked")
}
