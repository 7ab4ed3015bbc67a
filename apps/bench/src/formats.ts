export function nanoseconds(figure: number): string {
  return figure < 1_000
    ? `${figure.toFixed(figure < 10 ? 1 : 0)} ns`
    : figure < 1e6
      ? `${(figure / 1e3).toFixed(2)} µs`
      : milliseconds(figure / 1e6)
}

export function milliseconds(figure: number): string {
  return `${figure.toFixed(1)} ms`
}

export function ratio(figure: number): string {
  return figure.toFixed(figure < 0.095 ? 3 : 2)
}

export function times(figure: number): string {
  return `${figure.toFixed(figure < 10 ? 2 : 1)} ×`
}

export function bytes(figure: number): string {
  return `${figure.toLocaleString("en")} B`
}

export function count(figure: number): string {
  return Math.round(figure).toLocaleString("en")
}

export function seconds(figure: number): string {
  return `${count(figure)} s`
}
