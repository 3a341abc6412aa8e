import { expect, test } from "vitest";
import { formatKey, hashSecret, isSecretOf, newKey, parseKey } from "../../../api/access/key.ts";

test("a key is read back, and no two are the same", () => {
  const keys = Array.from({ length: 200 }, newKey);
  expect(new Set(keys.map(({ id }) => id)).size).toBe(200);
  for (const key of keys) {
    expect(parseKey(formatKey(key))).toEqual(key);
    expect(Buffer.from(key.secret, "base64url")).toHaveLength(32);
    expect(isSecretOf(key.secret, hashSecret(key.secret))).toBe(true);
    expect(isSecretOf(newKey().secret, hashSecret(key.secret))).toBe(false);
  }
});

const SECRET = "a".repeat(43);
test.each([
  "",
  "din",
  "din__",
  `din_abcdefghijk_${SECRET}`,
  `din_abcdefghijkmn_${SECRET}`,
  `din_ABCDEFGHIJKM_${SECRET}`,
  `din_abcdefghijkm_${SECRET}a`,
  `din_abcdefghijkm_${SECRET.slice(1)}`,
  `din_abcdefghijkm_${SECRET.slice(1)}=`,
  ` din_abcdefghijkm_${SECRET}`,
  `din_abcdefghijkm_${SECRET}\n`,
  `xin_abcdefghijkm_${SECRET}`,
])("%j is no key", (text) => {
  expect(parseKey(text)).toBeNull();
});

test("the hash is SHA-256", () => {
  expect(Buffer.from(hashSecret("abc")).toString("hex")).toBe(
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  );
  expect(isSecretOf("abc", new Uint8Array(0))).toBe(false);
});
