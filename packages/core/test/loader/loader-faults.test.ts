import { afterAll, expect, test } from "vitest"
import { endFaultyLoader, type FaultAnswer, useFaultyLoader } from "./loader-faults.ts"

afterAll(endFaultyLoader)

const refusing = [
  "onWarning throws undefined",
  "onWarning throws null",
  "onWarning throws an error",
  "onWarning throws an object that throws",
]
const harmless = [
  "nothing is wrong",
  "random throws",
  "random returns NaN",
  "random returns a string",
  "random returns Infinity",
  "random returns a negative number",
  "the clock throws",
  "the clock throws from the third look on",
  "the clock throws every other time",
  "the clock returns NaN",
  "the clock returns a string",
  "the clock stands still",
  "sleep throws",
  "sleep returns nothing",
  "sleep returns a function that throws",
]
// A clock from which no order can be derived: the calls end, with a client or with an error.
const hopeless = [
  "the clock leaps an hour with each look",
  "the clock goes back an hour with each look",
  "sleep wakes before it returns",
]

test.each(harmless)("%s: each call gets the client", async fault => {
  const answer = await useFaultyLoader({ fault, fails: false })
  expect(answer).toMatchObject({ outcomes: Array(12).fill("client") })
})

test.each(refusing)("%s: each call gets an error, and reads the source at most once", async fault => {
  const answer = await useFaultyLoader({ fault, fails: false })
  expect(answer).toMatchObject({ outcomes: Array(12).fill("error") })
  expect((answer as FaultAnswer).reads).toBeLessThanOrEqual(12)
})

test.each(hopeless)("%s: each call ends", async fault => {
  const answer = await useFaultyLoader({ fault, fails: false })
  expect((answer as FaultAnswer).outcomes.length).toBe(12)
  expect((answer as FaultAnswer).reads).toBeLessThanOrEqual(36)
})

test.each([...harmless, ...refusing, ...hopeless])(
  "%s, and the source throws undefined: each call ends",
  async fault => {
    const answer = await useFaultyLoader({ fault, fails: true })
    expect(answer).toMatchObject({ outcomes: Array(12).fill("error") })
    // Three attempts per read, at most three reads per call.
    expect((answer as FaultAnswer).reads).toBeLessThanOrEqual(108)
  },
)
