import { GraphQLError, type ValueNode, valueFromASTUntyped } from "graphql";
import { getAddress, isAddress, maxUint256 } from "viem";
import { unixSecondsOf } from "../domain/moment.ts";
import { builder } from "./builder.ts";

function invalid(code: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}

function textOf(value: unknown, code: string, expected: string): string {
  if (typeof value === "string") return value;
  throw invalid(code, `Expected ${expected} as a string, got ${typeof value}.`);
}

/** The two ways a value comes in. A bad literal is told with its place, which names the argument. */
function input<Value>(parse: (value: unknown) => Value) {
  return {
    parseValue: parse,
    parseLiteral: (node: ValueNode, variables?: Parameters<typeof valueFromASTUntyped>[1]): Value => {
      try {
        return parse(valueFromASTUntyped(node, variables));
      } catch (error) {
        if (!(error instanceof GraphQLError)) throw error;
        throw new GraphQLError(error.message, { nodes: node, extensions: error.extensions });
      }
    },
  };
}

/** Checks an address of any valid case and gives it in lowercase. */
function parseAddress(value: unknown): `0x${string}` {
  const text = textOf(value, "INVALID_ADDRESS", "an address");
  if (!/^0x[0-9a-fA-F]{40}$/.test(text)) {
    throw invalid(
      "INVALID_ADDRESS",
      `Not an address (0x and 40 hexadecimal digits): ${JSON.stringify(text.slice(0, 64))}.`,
    );
  }
  const digits = text.slice(2);
  const oneCase = digits === digits.toLowerCase() || digits === digits.toUpperCase();
  if (!oneCase && !isAddress(text, { strict: true })) {
    throw invalid(
      "INVALID_ADDRESS_CHECKSUM",
      `The EIP-55 checksum of ${text} is wrong: a digit was mistyped, or use lowercase.`,
    );
  }
  return `0x${digits.toLowerCase()}`;
}

/** As many checksums as are kept: they are keccak hashes, and viem keeps only 8,192. About 20 MB. */
const MAX_CHECKSUMS = 100_000;
const checksums = new Map<string, string>();

/** @param address lowercase */
export function withChecksum(address: string): string {
  const known = checksums.get(address);
  if (known !== undefined) return known;
  const text = getAddress(address);
  if (checksums.size >= MAX_CHECKSUMS) checksums.clear();
  checksums.set(address, text);
  return text;
}

builder.scalarType("Address", {
  description:
    "An Ethereum address. Given in EIP-55 checksum case; taken in lowercase, uppercase or with a right checksum.",
  serialize: withChecksum,
  ...input(parseAddress),
});

function parseWei(value: unknown): bigint {
  const text = textOf(value, "INVALID_WEI", "wei");
  const wei = /^\d{1,78}$/.test(text) ? BigInt(text) : null;
  // More than the chain can count in.
  if (wei === null || wei > maxUint256)
    throw invalid("INVALID_WEI", "Wei is a decimal string of a non-negative integer below 2^256.");
  return wei;
}

builder.scalarType("Wei", {
  description:
    "An amount in the smallest unit of its asset (1 ETH = 10^18), as a decimal string of a non-negative integer. Never a float.",
  serialize: (value) => value.toString(),
  ...input(parseWei),
});

function parseSignedWei(value: unknown): bigint {
  const text = textOf(value, "INVALID_WEI", "a change in wei");
  const sign = text.startsWith("-") ? -1n : 1n;
  return sign * parseWei(text.replace(/^-/, ""));
}

builder.scalarType("SignedWei", {
  description: "A change of an amount in wei, as a decimal string of an integer, with a minus if it became less.",
  serialize: (value) => value.toString(),
  ...input(parseSignedWei),
});

function parseLong(value: unknown): number {
  if (typeof value !== "number" || !Number.isSafeInteger(value)) {
    throw invalid("INVALID_LONG", "Expected an integer of at most 53 bits.");
  }
  return value;
}

builder.scalarType("Long", {
  description: "A count that may pass 2^31, as a JSON number: an integer up to 2^53, which a double holds exactly.",
  serialize: (value) => value,
  ...input(parseLong),
});

function parseHex(code: string, expected: string, pattern: RegExp) {
  return (value: unknown): `0x${string}` => {
    const text = textOf(value, code, expected);
    if (!pattern.test(text)) throw invalid(code, `Not ${expected}: ${JSON.stringify(text.slice(0, 80))}.`);
    return `0x${text.slice(2).toLowerCase()}`;
  };
}

builder.scalarType("Hash", {
  description: "32 bytes as 0x and 64 hexadecimal digits: a transaction, block or keccak256 hash.",
  serialize: (value) => value,
  ...input(parseHex("INVALID_HASH", "a hash (0x and 64 hexadecimal digits)", /^0x[0-9a-fA-F]{64}$/)),
});

builder.scalarType("Bytes", {
  description: "Bytes as 0x and an even number of hexadecimal digits.",
  serialize: (value) => value,
  ...input(parseHex("INVALID_BYTES", "bytes (0x and an even number of hexadecimal digits)", /^0x([0-9a-fA-F]{2})*$/)),
});

function parseDateTime(value: unknown): number {
  const seconds = unixSecondsOf(textOf(value, "INVALID_DATE_TIME", "a moment"));
  if (seconds === null) throw invalid("INVALID_DATE_TIME", "A moment is RFC 3339, such as 2026-01-31T12:00:00Z.");
  return Math.floor(seconds);
}

builder.scalarType("DateTime", {
  description: "A moment, RFC 3339 in UTC, such as 2026-01-31T12:00:00.000Z.",
  serialize: (value) => new Date(value * 1000).toISOString(),
  ...input(parseDateTime),
});

function parseBasisPoints(value: unknown): number {
  if (typeof value !== "number" || !Number.isInteger(value) || value < 0 || value > 10_000) {
    throw invalid("INVALID_BASIS_POINTS", "Basis points are an integer from 0 to 10000.");
  }
  return value;
}

builder.scalarType("BasisPoints", {
  description: "Hundredths of a percent, an integer: 10000 is the whole.",
  serialize: (value) => value,
  ...input(parseBasisPoints),
});
