import { describe, expect, test } from "vitest"
import { isAddress, isLoopback, isPrivateAddress } from "../src/index.ts"

/** A host as the URL parser returns it. */
function hostOf(host: string): string {
  return new URL(`https://${host}/`).hostname
}

describe("loopback", () => {
  test.each([
    "localhost",
    "LOCALHOST",
    "localhost.",
    "127.0.0.1",
    "127.9.9.9",
    "127.1",
    "2130706433",
    "[::1]",
    "[0:0:0:0:0:0:0:1]",
  ])("accepts %s", host => {
    expect(isLoopback(hostOf(host))).toBe(true)
    expect(isPrivateAddress(hostOf(host))).toBe(false)
  })

  test.each([
    "localhost.example.com",
    "127.0.0.1.example.com",
    "0.0.0.0",
    "128.0.0.1",
    "[::]",
    "[::2]",
    "[::ffff:127.0.0.1]",
  ])("rejects %s", host => {
    expect(isLoopback(hostOf(host))).toBe(false)
  })
})

describe("a private address", () => {
  test.each([
    "0.0.0.0",
    "0.1.2.3",
    "10.255.0.1",
    "100.64.0.1",
    "100.100.100.200",
    "100.127.255.255",
    "169.254.169.254",
    "169.254.169.254.",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.192",
    "192.168.0.1",
    "198.18.0.1",
    "198.19.255.255",
    "224.0.0.1",
    "255.255.255.255",
    "0xa.0.0.1",
    "167772161",
    "[::]",
    "[fc00::1]",
    "[fdff::1]",
    "[fe80::1]",
    "[febf::1]",
    "[fec0::1]",
    "[ff02::1]",
    "[::7f00:1]",
    "[::a9fe:a9fe]",
    "[::ffff:10.0.0.1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:0:10.0.0.1]",
    "[64:ff9b::a9fe:a9fe]",
    "[64:ff9b:1::a9fe:a9fe]",
    "[2002:7f00:1::]",
    "[2002:a9fe:a9fe::1]",
    "[2001:0:a9fe:a9fe::1]",
    "[2001::5601:5601]",
    "[2001:2::1]",
    "[fe80::5efe:a9fe:a9fe]",
    "[2606:4700::5efe:a9fe:a9fe]",
    "[2606:4700::200:5efe:a9fe:a9fe]",
    "[2606:4700::5efe:7f00:1]",
  ])("accepts %s", host => {
    expect(isPrivateAddress(hostOf(host))).toBe(true)
    expect(isAddress(hostOf(host))).toBe(true)
  })

  test.each([
    "8.8.8.8",
    "11.0.0.1",
    "100.63.255.255",
    "100.128.0.1",
    "169.255.0.1",
    "172.15.0.1",
    "172.32.0.1",
    "192.0.1.1",
    "192.169.1.1",
    "198.17.255.255",
    "198.20.0.1",
    "[2001:db8::1]",
    "[2606:4700::1111]",
    "[::ffff:8.8.8.8]",
    "[64:ff9b::808:808]",
    "[2002:808:808::1]",
    "[2606:4700::5efe:808:808]",
    "[2001:1::1]",
    "[2001:4860:4860::8888]",
    "10.example.com",
    "login.example.com",
    "fd00.example.com",
  ])("rejects %s", host => {
    expect(isPrivateAddress(hostOf(host))).toBe(false)
  })
})

test.each(["login.example.com", "localhost", "10.example.com", "1.2.3"])("%s is a name", host => {
  expect(isAddress(host)).toBe(false)
})
