import { assertNoLeak, freshSecret } from "@client-secrets/conformance"
import { expect, test } from "vitest"
import { failureOf } from "../src/failure-of.ts"

test("a system's error is named by its code and path, and nothing else of a foreign error is printed", () => {
  const secret = freshSecret()
  const system = { code: "EACCES", syscall: "open", path: "/srv/app" }
  const errors = [
    Object.assign(new Error(secret), system),
    Object.assign(new Error(secret), { ...system, path: `/srv/${secret}` }),
    Object.assign(new Error(secret), { ...system, path: `{"client_secret":"${secret}"}` }),
    Object.assign(new Error(secret), { ...system, code: secret }),
    Object.assign(new Error(secret), { code: "EACCES" }),
    secret,
  ]
  const problems = errors.map(error => failureOf(error).problem)
  assertNoLeak([secret], { problems: JSON.stringify(problems) })
  expect(problems[0]!.message).toBe("/srv/app could not be used: EACCES.")
  expect(problems[5]!.message).toBe("This is a bug in client-secrets.")
})
