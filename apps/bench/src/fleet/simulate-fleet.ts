import { randomOf } from "./random.ts"
import type { Calls, Strategy } from "./strategies.ts"

export interface Fleet {
  readonly instances: number
  /** How many calls of each kind the store answers per second; further calls are throttled. */
  readonly quota: Calls
  /** The duration of the simulation, in seconds. */
  readonly seconds: number
  /** How often an instance has a request to serve, per second, on average. */
  readonly requestRate: number
}

export interface FleetResult {
  /** Calls of both kinds in each second, including throttled ones. */
  readonly calls: readonly number[]
  readonly throttled: number
}

/**
 * Simulates a fleet of instances that start within one second and serve requests at random times, each with a cache of the
 * strategy: a request that finds its copy too old makes the calls of a refresh.
 */
export function simulateFleet(strategy: Strategy, fleet: Fleet): FleetResult {
  const { instances, quota, seconds, requestRate } = fleet
  const random = randomOf(20_261_122)
  const calls = new Array<number>(seconds).fill(0)
  // The instances that read in each second, and the moment within it.
  const asking: [time: number, instance: number][][] = Array.from({ length: seconds }, () => [])
  const ask = (time: number, instance: number) => asking[Math.floor(time)]?.push([time, instance])
  const untilRequest = () => -Math.log(1 - random()) / requestRate

  for (let instance = 0; instance < instances; instance++) ask(random(), instance)
  const failures = new Uint16Array(instances)
  const hasCopy = new Uint8Array(instances)
  let throttled = 0
  for (let second = 0; second < seconds; second++) {
    const now = asking[second]!
    // An instance may read again within the second in which it was throttled: the list grows during the loop.
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
