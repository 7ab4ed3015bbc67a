/** Encodes the segments of a path, so that none can leave its place. */
export function joinPath(...segments: readonly string[]): string {
  if (segments.some(segment => /^\.{0,2}$/.test(segment)))
    throw new TypeError("A part of the path is empty, `.` or `..`.")
  return segments.map(segment => `/${encodeURIComponent(segment)}`).join("")
}
