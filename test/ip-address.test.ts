import { expect, test } from "bun:test"
import { isIn, isLoopback, networkOf, parseAddress, parseNetwork } from "../src/ip-address.ts"

test.each([
  ["192.0.2.1", 32],
  ["::1", 128],
  ["::", 128],
  ["2001:db8::1", 128],
  ["[2001:db8::1]", 128],
  ["fe80::1%eth0", 128],
  ["::ffff:192.0.2.1", 32],
  ["::ffff:c000:201", 32],
  ["1:2:3:4:5:6:7:8", 128],
])("%s is an address of %d bits", (text, size) => {
  expect(parseAddress(text)?.size).toBe(size)
})

test.each([
  "",
  "x",
  "1.2.3",
  "1.2.3.256",
  "1.2.3.4.5",
  ":",
  ":::",
  "1::2::3",
  "1:2:3:4:5:6:7",
  "1:2:3:4:5:6:7:8:9",
  "g::1",
])("%p is none", (text) => {
  expect(parseAddress(text)).toBeUndefined()
})

test.each([
  ["10.0.0.0/8", "10.255.0.1", true],
  ["10.0.0.0/8", "11.0.0.1", false],
  ["10.0.0.0/8", "::ffff:10.0.0.1", true],
  ["0.0.0.0/0", "192.0.2.1", true],
  ["0.0.0.0/0", "::1", false],
  ["192.0.2.1", "192.0.2.1", true],
  ["192.0.2.1", "192.0.2.2", false],
  ["2001:db8::/32", "2001:db8:ffff::1", true],
  ["2001:db8::/32", "2001:db9::1", false],
])("%s has %s in it: %p", (network, address, expected) => {
  expect(isIn(parseNetwork(network)!, parseAddress(address)!)).toBe(expected)
})

test.each(["10.0.0.0/33", "::/129", "10.0.0.0/", "10.0.0.0/8/8", "10/8", "10.0.0.0/-1"])("%p is no network", (text) => {
  expect(parseNetwork(text)).toBeUndefined()
})

test.each([
  ["192.0.2.77", "192.0.2.0/24"],
  ["2001:db8:1:2::77", "2001:db8:1::/48"],
  ["::ffff:192.0.2.77", "192.0.2.0/24"],
  ["", ""],
])("%p is of the network %p", (text, expected) => {
  expect(networkOf(text)).toBe(expected)
})

test.each([
  ["127.0.0.1", true],
  ["127.8.9.10", true],
  ["::1", true],
  ["::ffff:127.0.0.1", true],
  ["10.0.0.1", false],
  ["::2", false],
  ["", false],
])("%s is this machine: %p", (text, expected) => {
  expect(isLoopback(text)).toBe(expected)
})
