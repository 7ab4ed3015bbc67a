/** What the store does when it is asked: it gives a secret or fails with a code, at once or after a while. */
export interface StoreState {
  readonly answer: { readonly secret: string } | { readonly code: string }
  readonly latency: number
}

/** A call of `get()` or `refresh()`, and what it came to. */
export interface ModelCall {
  readonly isRefresh: boolean
  readonly calledAt: number
  waitsUntil: number
  /** Whether a read past the caches was asked for when it began to wait: another one's answer is not for it. */
  wantsForced: boolean
  outcome?: { readonly secret: string } | { readonly code: string } | "aborted"
}

interface ModelFlight {
  readonly isForced: boolean
  readonly startedAt: number
  readonly endsAt: number
  readonly result: StoreState["answer"]
}

interface ModelCopy {
  readonly secret: string
  readAt: number
  freshUntil: number
  usableUntil: number
}

export const times = { ttl: 100_000, staleWait: 500, attemptTimeout: 5_000, timeout: 10_000, backoff: 1_000 }

/**
 * The loader's table as a simulation without promises: time goes from event to event, and every call that waits is looked at
 * after each. Without jitter and retries; one attempt is one read.
 */
export class LoaderModel {
  time: number
  store: StoreState = { answer: { secret: "secret-0" }, latency: 0 }
  reads: boolean[] = []
  copy: ModelCopy | undefined
  failure: { code: string; count: number; failedAt: number; retryAt: number } | undefined
  flight: ModelFlight | undefined
  calls: ModelCall[] = []
  isForcedNext = false
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
    const call: ModelCall = { isRefresh, calledAt: this.time, waitsUntil: Infinity, wantsForced: false }
    this.calls.push(call)
    this.look(call)
    return call
  }

  report(secret: string): void {
    if (this.copy?.secret !== secret) return
    if (this.time >= this.reportedAt && this.time < this.reportedAt + 60_000) return
    this.reportedAt = this.time
    this.isForcedNext = true
    this.copy.freshUntil = -Infinity
  }

  dispose(): void {
    this.isDisposed = true
    this.copy = this.failure = this.flight = undefined
    for (const call of this.waiting()) call.outcome = { code: "aborted" }
  }

  setBack(milliseconds: number): void {
    this.time -= milliseconds
    if (this.copy !== undefined && this.time < this.copy.readAt) {
      this.copy.readAt = this.time
      this.copy.freshUntil = -Infinity
      this.copy.usableUntil = this.time + this.staleIfError
    }
    if (this.failure !== undefined && this.time < this.failure.failedAt) this.failure.retryAt = this.time
  }

  waiting(): ModelCall[] {
    return this.calls.filter(call => call.outcome === undefined)
  }

  advance(milliseconds: number): void {
    const end = this.time + milliseconds
    for (;;) {
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

  state(): string {
    if (this.isDisposed) return "disposed"
    if (this.copy === undefined) return "empty"
    return this.time < this.copy.freshUntil ? "fresh" : this.time < this.copy.usableUntil ? "stale" : "expired"
  }

  /** Decides about a call, or lets it wait for the read that is under way. */
  private look(call: ModelCall): void {
    const { time, copy } = this
    const usable = call.isRefresh || copy === undefined || !this.isUsable(copy) ? undefined : copy
    if (this.isDisposed) call.outcome = { code: "aborted" }
    else if (usable && time < usable.freshUntil) call.outcome = { secret: usable.secret }
    else if (this.failure && time < this.failure.retryAt)
      call.outcome = usable ? { secret: usable.secret } : { code: this.failure.code }
    else {
      if (call.isRefresh && !this.flight?.isForced) this.isForcedNext = true
      call.wantsForced = this.isForcedNext
      this.flight ??= this.takeOff()
      if (usable && time < usable.freshUntil + this.staleWhileRevalidate) call.outcome = { secret: usable.secret }
      else if (usable) {
        call.waitsUntil = Math.min(this.flight.startedAt, call.calledAt) + times.staleWait
        if (call.waitsUntil <= time) call.outcome = { secret: usable.secret }
      }
    }
  }

  private takeOff(): ModelFlight {
    const isForced = this.isForcedNext
    this.isForcedNext = false
    this.reads.push(isForced)
    const isInTime = this.store.latency < times.attemptTimeout
    return {
      isForced,
      startedAt: this.time,
      endsAt: this.time + Math.min(this.store.latency, times.attemptTimeout),
      result: isInTime ? this.store.answer : { code: "timeout" },
    }
  }

  private land({ isForced, startedAt, result }: ModelFlight): void {
    this.flight = undefined
    if ("secret" in result) {
      if (isForced || (this.copy !== undefined && this.copy.secret !== result.secret)) this.isForcedNext = false
      const expiresAt = startedAt + times.ttl
      this.copy = {
        secret: result.secret,
        readAt: startedAt,
        freshUntil: this.isForcedNext ? -Infinity : expiresAt,
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
      if (!isForced && call.wantsForced) this.look(call)
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
