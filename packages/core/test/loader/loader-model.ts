/** What the store does when it is read: it answers with a secret or fails with a code. */
export interface StoreState {
  readonly answer: { readonly secret: string } | { readonly code: string }
  /** In milliseconds; with `Infinity` it answers only when told to, while the clock does not advance. */
  readonly latency: number
}

/** A call of `get()` or `refresh()`, and its result. */
export interface ModelCall {
  readonly isRefresh: boolean
  readonly calledAt: number
  waitsUntil: number
  /** The number of the first read whose answer it accepts, once it has asked for one. */
  accepts?: number
  outcome?: { readonly secret: string } | { readonly code: string } | "aborted"
}

interface ModelFlight {
  readonly startedAt: number
  /** 0 until the read begins, at the end of the turn that started it. */
  number: number
  endsAt: number
  result: StoreState["answer"]
  answer?: StoreState["answer"]
}

interface ModelCopy {
  readonly secret: string
  readAt: number
  freshUntil: number
  usableUntil: number
}

export const times = { ttl: 100_000, softTimeout: 500, attemptTimeout: 5_000, timeout: 10_000, backoff: 1_000 }

/**
 * The table of the loader as a simulation without promises: time jumps from event to event, and each waiting call is
 * checked after each event. Without jitter and retries: one attempt is one read.
 */
export class LoaderModel {
  time: number
  store: StoreState = { answer: { secret: "secret-0" }, latency: 0 }
  reads: boolean[] = []
  copy: ModelCopy | undefined
  failure: { code: string; count: number; failedAt: number; retryAt: number } | undefined
  flight: ModelFlight | undefined
  calls: ModelCall[] = []
  begun = 0
  landed = 0
  required = 0
  reportedAt = -Infinity
  isDisposed = false
  readonly staleWhileRevalidate: number
  readonly staleIfError: number

  constructor(time: number, options: { staleWhileRevalidate: number; staleIfError: number }) {
    this.time = time
    this.staleWhileRevalidate = options.staleWhileRevalidate
    this.staleIfError = options.staleIfError
  }

  call(isRefresh: boolean): ModelCall {
    const call: ModelCall = { isRefresh, calledAt: this.time, waitsUntil: Infinity }
    this.calls.push(call)
    this.look(call)
    return call
  }

  report(secret: string): void {
    this.noticeClock()
    if (this.copy?.secret !== secret) return
    if (this.time >= this.reportedAt && this.time < this.reportedAt + 60_000) return
    this.reportedAt = this.time
    this.required = this.begun + 1
    this.copy.freshUntil = -Infinity
  }

  dispose(): void {
    this.isDisposed = true
    this.copy = this.failure = this.flight = undefined
    for (const call of this.waiting()) call.outcome = { code: "aborted" }
  }

  setBack(milliseconds: number): void {
    this.time -= milliseconds
  }

  waiting(): ModelCall[] {
    return this.calls.filter(call => call.outcome === undefined)
  }

  advance(milliseconds: number): void {
    const end = this.time + milliseconds
    for (;;) {
      this.begin()
      const limits = this.waiting().map(call => call.waitsUntil)
      const next = Math.min(this.flight?.endsAt ?? Infinity, ...limits)
      if (next > end) break
      this.time = next
      if (this.flight !== undefined && this.flight.endsAt === next) this.land(this.flight)
      else
        for (const call of this.waiting())
          if (call.waitsUntil === next) call.outcome = { secret: this.copy?.secret as string }
    }
    this.time = end
  }

  /** The store answers the read that waits for it. */
  release(): void {
    if (this.flight?.answer === undefined) return
    this.flight.result = this.flight.answer
    this.flight.endsAt = this.time
  }

  /** What status() returns: it computes what a call would find, and changes nothing. */
  state(): string {
    const { copy, time } = this
    if (this.isDisposed) return "disposed"
    if (copy === undefined) return "empty"
    if (time < copy.readAt) return this.staleIfError > 0 ? "stale" : "expired"
    return time < copy.freshUntil ? "fresh" : time < copy.usableUntil ? "stale" : "expired"
  }

  /** Only a call reads the clock: everything that lies in the future then counts as expired. */
  private noticeClock(): void {
    const { copy, failure, time } = this
    if (copy !== undefined && time < copy.readAt) {
      copy.readAt = time
      copy.freshUntil = -Infinity
      copy.usableUntil = time + this.staleIfError
    }
    if (failure !== undefined && time < failure.failedAt) failure.retryAt = time
  }

  /** Decides about a call, or makes it wait for the read in progress. */
  private look(call: ModelCall): void {
    this.noticeClock()
    const { time, copy } = this
    const usable = call.isRefresh || copy === undefined || !this.isUsable(copy) ? undefined : copy
    if (this.isDisposed) call.outcome = { code: "aborted" }
    else if (usable && time < usable.freshUntil) call.outcome = { secret: usable.secret }
    else if (this.failure && time < this.failure.retryAt)
      call.outcome = usable ? { secret: usable.secret } : { code: this.failure.code }
    else {
      if (call.isRefresh && call.accepts === undefined) this.required = this.begun + 1
      call.accepts ??= this.required
      this.flight ??= { startedAt: time, number: 0, endsAt: Infinity, result: { code: "not begun" } }
      if (usable && time < usable.freshUntil + this.staleWhileRevalidate) call.outcome = { secret: usable.secret }
      else if (usable) {
        call.waitsUntil = Math.min(this.flight.startedAt, call.calledAt) + times.softTimeout
        if (call.waitsUntil <= time) call.outcome = { secret: usable.secret }
      }
    }
  }

  private begin(): void {
    const { flight, store } = this
    if (flight === undefined || flight.number > 0) return
    this.reads.push(this.landed < this.required)
    flight.number = ++this.begun
    flight.endsAt = this.time + Math.min(store.latency, times.attemptTimeout)
    flight.result = store.latency < times.attemptTimeout ? store.answer : { code: "timeout" }
    if (store.latency === Infinity) flight.answer = store.answer
  }

  private land({ number, startedAt, result }: ModelFlight): void {
    this.flight = undefined
    if ("secret" in result) {
      const expiresAt = startedAt + times.ttl
      this.landed = number
      this.copy = {
        secret: result.secret,
        readAt: startedAt,
        freshUntil: number < this.required ? -Infinity : expiresAt,
        usableUntil: expiresAt + this.staleIfError,
      }
      this.failure = undefined
    } else {
      const count = (this.failure?.count ?? 0) + 1
      const wait = Math.min(times.backoff * 2 ** (count - 1), 60_000)
      this.failure = { code: result.code, count, failedAt: this.time, retryAt: this.time + wait }
      if (result.code === "denied" || result.code === "not_found") this.copy = undefined
    }
    for (const call of this.waiting()) {
      if (number < (call.accepts as number)) this.look(call)
      else if ("secret" in result) call.outcome = result
      else {
        const usable = !call.isRefresh && this.copy !== undefined && this.isUsable(this.copy) ? this.copy : undefined
        call.outcome = usable ? { secret: usable.secret } : result
      }
    }
  }

  private isUsable(copy: ModelCopy): boolean {
    return this.time < Math.max(copy.usableUntil, copy.freshUntil + this.staleWhileRevalidate)
  }
}
