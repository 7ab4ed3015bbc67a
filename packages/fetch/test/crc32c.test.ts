import { expect, test } from "vitest"
import { crc32c } from "../src/stores/crc32c.ts"

const bytes = (length: number, at: (index: number) => number) => Uint8Array.from({ length }, (_, index) => at(index))

// RFC 3720 appendix B.4; its table lists the bytes of each sum in reverse.
test.each([
  ["32 zeros", bytes(32, () => 0), 0x8a9136aa],
  ["32 ones", bytes(32, () => 0xff), 0x62a8ab43],
  ["32 ascending bytes", bytes(32, index => index), 0x46dd794e],
  ["32 descending bytes", bytes(32, index => 31 - index), 0x113fdb5c],
  ["nothing", bytes(0, () => 0), 0],
  ["123456789, the usual check value", new TextEncoder().encode("123456789"), 0xe3069283],
])("%s", (_, input, sum) => {
  expect(crc32c(input)).toBe(sum)
})
