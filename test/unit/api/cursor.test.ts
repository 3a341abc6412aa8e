import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeCursor, encodeCursor } from "../../../api/loaders/cursor.ts";
import { RequestError } from "../../../api/loaders/errors.ts";
import { KEY_PATTERNS } from "../../../api/loaders/keyset.ts";

const LIST = "operators:STAKE:DESC";
const PATTERNS = [KEY_PATTERNS.numeric, KEY_PATTERNS.text];
const ADDRESS = `0x${"0a".repeat(20)}`;
const CURSOR = encodeCursor(LIST, ["123", ADDRESS]);

/** What decoding says of a text: its key, or the code it is refused with. Anything else thrown fails the test. */
function decoded(cursor: string, list = LIST): string[] | string {
  try {
    return decodeCursor(list, cursor, PATTERNS);
  } catch (error) {
    if (error instanceof RequestError) return error.code;
    throw error;
  }
}

const raw = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

describe("a cursor", () => {
  test("comes back as it was made", () => {
    const numbers = fc.bigInt({ min: -(10n ** 77n), max: 10n ** 77n }).map(String);
    const texts = fc.stringMatching(/^[0-9a-zA-Z_:-]{1,128}$/);
    fc.assert(
      fc.property(numbers, texts, fc.string(), (number, text, list) => {
        expect(decodeCursor(list, encodeCursor(list, [number, text]), PATTERNS)).toEqual([number, text]);
      }),
      { numRuns: 2_500 },
    );
  });

  test("with anything changed in it gives no key but a well-formed one", () => {
    fc.assert(
      fc.property(fc.nat(CURSOR.length - 1), fc.string({ minLength: 0, maxLength: 3 }), (place, patch) => {
        const result = decoded(CURSOR.slice(0, place) + patch + CURSOR.slice(place + 1));
        if (typeof result === "string") expect(result).toBe("INVALID_CURSOR");
        else expect(result.every((value, index) => PATTERNS[index]?.test(value))).toBe(true);
      }),
      { numRuns: 2_500 },
    );
  });

  test("cut short is refused", () => {
    for (let length = 0; length < CURSOR.length; length += 1)
      expect(decoded(CURSOR.slice(0, length))).toBe("INVALID_CURSOR");
  });

  test("of any text or JSON is refused", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String(), fc.jsonValue().map(raw)), (cursor) => {
        expect(decoded(cursor)).toBe("INVALID_CURSOR");
      }),
      { numRuns: 2_500 },
    );
  });

  test("of another list or order is refused", () => {
    fc.assert(
      fc.property(fc.string(), (list) => {
        fc.pre(list !== LIST);
        expect(decoded(encodeCursor(list, ["123", ADDRESS]))).toBe("INVALID_CURSOR");
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ["another version", [2, LIST, "123", ADDRESS]],
    ["a version as text", ["1", LIST, "123", ADDRESS]],
    ["a key too short", [1, LIST, "123"]],
    ["a key too long", [1, LIST, "123", ADDRESS, "x"]],
    ["a number for a text", [1, LIST, "123", 5]],
    ["a number as a number", [1, LIST, 123, ADDRESS]],
    ["null", [1, LIST, null, ADDRESS]],
    ["a list", [1, LIST, ["123"], ADDRESS]],
    ["SQL", [1, LIST, "1) or (1=1", ADDRESS]],
    ["a quote", [1, LIST, "123", "x' or '1'='1"]],
    ["a line behind the number", [1, LIST, "123\n", ADDRESS]],
    ["an exponent", [1, LIST, "1e9", ADDRESS]],
    ["NaN", [1, LIST, "NaN", ADDRESS]],
    ["79 digits", [1, LIST, "9".repeat(79), ADDRESS]],
    ["no key", [1, LIST]],
    ["an object", { 0: 1, 1: LIST, 2: "123", 3: ADDRESS, length: 4 }],
  ])("with %s is refused", (_what, value) => {
    expect(decoded(raw(value))).toBe("INVALID_CURSOR");
  });

  test("says nothing of why the parser failed", () => {
    expect(() => decodeCursor(LIST, "e30", PATTERNS)).toThrow(
      "The cursor is damaged or too old. Start again without it.",
    );
  });
});
