/** Only what an operator signed, as it signed it, is taken: not with a bit changed, and from nobody else. */
import fc from "fast-check";
import { bytesToHex, hexToBytes } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { beforeAll, describe, expect, test } from "vitest";
import { MAX_DEADLINE_SECONDS, recover } from "../../../api/access/typed-data.ts";
import type { ExpectedRegistry } from "../../../api/db/registry-key.ts";
import { ExpectedFailure } from "../../../api/domain/failure.ts";
import type { OperatorProfile } from "../../../api/domain/profile.ts";
import {
  checkedSignature,
  PROFILE_DOMAIN,
  PROFILE_TYPES,
  profileHash,
  type SignedProfile,
} from "../../../api/profiles/profile-signature.ts";

/** More of them, if somebody asks for it. */
const SOAK = Number(process.env.SOAK ?? "1");

const account = privateKeyToAccount(`0x${"31".repeat(32)}`);
const stranger = privateKeyToAccount(`0x${"32".repeat(32)}`);
const OPERATOR = account.address.toLowerCase();
const REGISTRY = { chainId: 84_532, address: `0x${"5f".repeat(20)}` } as const;
const NOW = 1_780_000_000;
const DEADLINE = NOW + 600;
const PROFILE: OperatorProfile = {
  ...{ name: "Acme", regions: ["eu-1", "us-1"] },
  endpoints: [{ service: "rpc", region: "eu-1", url: "https://a.example" }],
  software: [{ role: "EXECUTION", name: "Geth", version: "1" }],
  nodes: [
    { id: "a", service: "rpc", region: "eu-1", priority: 0 },
    { id: "b", service: "rpc", region: "eu-1", priority: 1 },
  ],
};
const SIGNED: SignedProfile = { operator: OPERATOR, revision: 7, profile: PROFILE };

let signature = "0x";
beforeAll(async () => {
  signature = await sign(account);
});

/** Of an account, over what any wallet would be asked for. */
function sign({ signTypedData }: typeof account, told: object = {}): Promise<`0x${string}`> {
  return signTypedData({
    domain: {
      name: PROFILE_DOMAIN,
      version: "1",
      chainId: REGISTRY.chainId,
      verifyingContract: REGISTRY.address,
      ...told,
    },
    types: PROFILE_TYPES,
    primaryType: "OperatorProfile",
    message: { operator: account.address, revision: 7n, ...PROFILE, deadline: BigInt(DEADLINE) },
  });
}

/** The code that it is refused with; null if it is taken. */
function codeOf(signed: SignedProfile, told: object = {}, registry: ExpectedRegistry = REGISTRY): string | null {
  try {
    checkedSignature(signed, { deadline: DEADLINE, signature, ...told }, registry, NOW);
    return null;
  } catch (error) {
    if (error instanceof ExpectedFailure) return error.code;
    throw error;
  }
}

describe("a signature", () => {
  test("of the operator is taken, v as 27 or 28 and as 0 or 1", () => {
    expect(checkedSignature(SIGNED, { deadline: DEADLINE, signature }, REGISTRY, NOW)).toEqual({
      ...{ deadline: DEADLINE, digest: profileHash(SIGNED, DEADLINE, REGISTRY) },
    });
    const bytes = hexToBytes(`0x${signature.slice(2)}`);
    bytes[64] = (bytes[64] ?? 27) - 27;
    expect(codeOf(SIGNED, { signature: bytesToHex(bytes) })).toBeNull();
  });

  test("of anybody else, or elsewhere, is not", async () => {
    expect(codeOf(SIGNED, { signature: await sign(stranger) })).toBe("NOT_THE_SIGNER");
    for (const told of [
      { chainId: 1 },
      { verifyingContract: account.address },
      { name: "DIN Maintenance" },
      { version: "2" },
    ]) {
      expect(codeOf(SIGNED, { signature: await sign(account, told) })).toBe("NOT_THE_SIGNER");
    }
    expect(codeOf({ ...SIGNED, operator: stranger.address.toLowerCase() })).toBe("NOT_THE_SIGNER");
  });

  test.each([
    [{ deadline: NOW - 1 }, "DEADLINE_PASSED"],
    [{ deadline: NOW + MAX_DEADLINE_SECONDS + 1 }, "DEADLINE_TOO_FAR"],
    [{ deadline: String(DEADLINE) }, "INVALID_DEADLINE"],
    [{ deadline: DEADLINE + 0.5 }, "INVALID_DEADLINE"],
    [{ signature: "0x" }, "INVALID_SIGNATURE"],
    [{ signature: null }, "INVALID_SIGNATURE"],
  ])("%j is refused: %s", (told, code) => expect(codeOf(SIGNED, told)).toBe(code));

  test("with any bits changed is not the operator's", () => {
    const bytes = hexToBytes(`0x${signature.slice(2)}`);
    const digest = hexToBytes(profileHash(SIGNED, DEADLINE, REGISTRY));
    const flipped = (bits: readonly number[]) =>
      bits.reduce((changed, bit) => changed.with(bit >> 3, (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))), bytes);
    expect(recover(digest, bytesToHex(bytes))).toBe(OPERATOR);
    const count = bytes.length * 8;
    for (let bit = 0; bit < count; bit += 1) {
      expect(recover(digest, bytesToHex(flipped([bit]))), `bit ${bit}`).not.toBe(OPERATOR);
    }
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(count - 1), { minLength: 1, maxLength: 40 }), (bits) => {
        expect(recover(digest, bytesToHex(flipped(bits)))).not.toBe(OPERATOR);
      }),
      { numRuns: 1_500 * SOAK },
    );
  });

  test("for anything that differs in the profile is not the operator's", () => {
    fc.assert(
      fc.property(anyChange, (change) => {
        expect(codeOf(change(SIGNED))).toBe("NOT_THE_SIGNER");
      }),
      { numRuns: 400 * SOAK },
    );
  });

  test("until another moment, for another chain or another registry is not the operator's", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: MAX_DEADLINE_SECONDS }), (ahead) => {
        fc.pre(NOW + ahead !== DEADLINE);
        expect(codeOf(SIGNED, { deadline: NOW + ahead })).toBe("NOT_THE_SIGNER");
      }),
      { numRuns: 100 * SOAK },
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 31 }), fc.nat(39), (chainId, digit) => {
        const address = `0x${REGISTRY.address.slice(2, 2 + digit)}0${REGISTRY.address.slice(3 + digit)}`;
        const another = { chainId: digit % 2 === 0 ? chainId : REGISTRY.chainId, address };
        expect(codeOf(SIGNED, {}, another)).toBe("NOT_THE_SIGNER");
      }),
      { numRuns: 100 * SOAK },
    );
  });
});

type Change = (signed: SignedProfile) => SignedProfile;
const inProfile =
  (change: (profile: OperatorProfile) => Partial<OperatorProfile>): Change =>
  (signed) => ({
    ...signed,
    profile: { ...signed.profile, ...change(signed.profile) },
  });

/** Some text that is put before what was signed: it is another text. */
const prefix = fc.stringMatching(/^[a-z0-9]{1,3}$/);
/** Something changed in one item of a list, the list in another order, or an item more or less. */
function anyListChange<Item>(list: readonly Item[], change: (item: Item, text: string) => Item): fc.Arbitrary<Item[]> {
  return fc.oneof(
    fc
      .record({ at: fc.nat(list.length - 1), text: prefix })
      .map(({ at, text }) => list.map((item, n) => (n === at ? change(item, text) : item))),
    fc.nat(list.length - 1).map((at) => list.filter((_, n) => n !== at)),
    fc.nat(list.length - 1).map((at) => [...list, ...list.slice(at, at + 1)]),
  );
}
const textField = <Key extends string>(...keys: Key[]) =>
  fc.constantFrom(...keys).map(
    (key) =>
      <Item extends Record<Key, string>>(item: Item, text: string): Item => ({
        ...item,
        [key]: text + item[key],
      }),
  );

const anyChange: fc.Arbitrary<Change> = fc.oneof(
  fc
    .integer({ min: 1, max: 2 ** 31 - 1 })
    .filter((revision) => revision !== 7)
    .map(
      (revision): Change =>
        (signed) => ({ ...signed, revision }),
    ),
  prefix.map((text) => inProfile(({ name }) => ({ name: text + name }))),
  fc.constant(inProfile(({ regions, nodes }) => ({ regions: regions.toReversed(), nodes }))),
  fc.constant(inProfile(({ nodes }) => ({ nodes: nodes.toReversed() }))),
  anyListChange(PROFILE.regions, (region, text) => text + region).map((regions) => inProfile(() => ({ regions }))),
  textField("service", "region", "url")
    .chain((change) => anyListChange(PROFILE.endpoints, change))
    .map((endpoints) => inProfile(() => ({ endpoints }))),
  textField("name", "version")
    .chain((change) => anyListChange(PROFILE.software, change))
    .map((software) => inProfile(() => ({ software }))),
  fc.constant(inProfile(({ software }) => ({ software: software.map((one) => ({ ...one, role: "RELAY" })) }))),
  textField("id", "service", "region")
    .chain((change) => anyListChange(PROFILE.nodes, change))
    .map((nodes) => inProfile(() => ({ nodes }))),
  fc
    .integer({ min: 2, max: 65_535 })
    .map((priority) => inProfile(({ nodes }) => ({ nodes: nodes.map((node) => ({ ...node, priority })) }))),
);
