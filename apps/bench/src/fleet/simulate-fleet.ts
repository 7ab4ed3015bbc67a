import { randomOf } from "./random.ts"
import type { Calls, Strategy } from "./strategies.ts"

export interface Fleet {
  readonly instances: number
  /** How many calls of each kind the store answers in a second; what is above is throttled. */
  readonly quota: Calls
  /** How long it is watched, in seconds. */
  readonly seconds: number
  /** How often an instance has a request to serve, a second, on average. */
  readonly requestRate: number
}

export interface FleetResult {
  /** Calls of both kinds that were made in each second, throttled ones included. */
  readonly calls: readonly number[]
  readonly throttled: number
}

/**
 * Lets a fleet of instances start within one second and serve requests that come at random, each with a cache of the
 * strategy: a request that finds its copy too old makes the calls of a refresh.
 */
export function simulateFleet(strategy: Strategy, fleet: Fleet): FleetResult {
  const { instances, quota, seconds, requestRate } = fleet
  const random = randomOf(20_261_122)
  const calls = new Array<number>(seconds).fill(0)
  // Who asks in which second, and at what moment of it.
  const asking: [time: number, instance: number][][] = Array.from({ length: seconds }, () => [])
  const ask = (time: number, instance: number) => asking[Math.floor(time)]?.push([time, instance])
  const untilRequest = () => -Math.log(1 - random()) / requestRate

  for (let instance = 0; instance < instances; instance++) ask(random(), instance)
  const failures = new Uint16Array(instances)
  const hasCopy = new Uint8Array(instances)
  let throttled = 0
  for (let second = 0; second < seconds; second++) {
    const now = asking[second]!
    // An instance may ask again within the second that it was throttled in: the list grows while it is read.
    now.sort(([one], [other]) => one - other)
    const left = { ...quota }
    for (let index = 0; index < now.length; index++) {
      const [time, instance] = now[index]!
      const wanted = hasCopy[instance] ? strategy.again : strategy.first
      left.getSecretValue -= wanted.getSecretValue
      left.describeSecret -= wanted.describeSecret
      calls[second]! += wanted.getSecretValue + wanted.describeSecret
      if (left.getSecretValue < 0 || left.describeSecret < 0) {
        throttled++
        failures[instance]!++
        ask(time + strategy.waitAfter(failures[instance]!, random) + untilRequest(), instance)
      } else {
        failures[instance] = 0
        hasCopy[instance] = 1
        ask(time + strategy.freshFor(random) + untilRequest(), instance)
      }
    }
    asking[second] = []
  }
  return { calls, throttled }
}
