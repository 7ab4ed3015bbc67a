import { generateKeyPairSync, sign } from "node:crypto"

/** A self-signed certificate for a fresh key: X.509 (RFC 5280), written out in DER. */
export function createSelfSigned(): { readonly key: string; readonly cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" })
  const ecdsaWithSha256 = sequence(objectIdentifier([0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02]))
  const commonName = objectIdentifier([0x55, 0x04, 0x03])
  const name = sequence(encode(0x31, sequence(commonName, encode(0x0c, Buffer.from("untrusted.example")))))
  const validity = sequence(utcTime("200101000000Z"), utcTime("491231235959Z"))
  const version3 = encode(0xa0, integer(2))
  const subjectKey = publicKey.export({ type: "spki", format: "der" })
  const content = sequence(version3, integer(1), ecdsaWithSha256, name, validity, name, subjectKey)
  const signature = encode(0x03, Buffer.from([0]), sign("sha256", content, privateKey))
  const certificate = sequence(content, ecdsaWithSha256, signature)
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }) as string,
    cert: `-----BEGIN CERTIFICATE-----\n${certificate.toString("base64")}\n-----END CERTIFICATE-----\n`,
  }
}

function encode(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  const { length } = content
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}

const sequence = (...parts: readonly Buffer[]) => encode(0x30, ...parts)
const integer = (value: number) => encode(0x02, Buffer.from([value]))
const objectIdentifier = (bytes: readonly number[]) => encode(0x06, Buffer.from(bytes))
const utcTime = (text: string) => encode(0x17, Buffer.from(text))
