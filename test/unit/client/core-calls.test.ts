/** The calls that the client encodes by itself, and the errors that it knows, beside the contract's ABI. */
import fc from "fast-check";
import { encodeFunctionData, toFunctionSelector } from "viem";
import { describe, expect, test } from "vitest";
import { dinRegistryAbi as abi } from "../../../abis/index.ts";
import {
  amountOf,
  claimUnstake,
  minStake,
  operatorOf,
  registerOperator,
  stake,
  unstake,
} from "../../../client/src/core/calls.ts";
import { codeOf, REVERTS, revertOf } from "../../../client/src/core/reverts.ts";

const anyAddress = fc
  .string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: 40, maxLength: 40 })
  .map((digits) => `0x${digits}` as const);
const anyAmount = fc.bigInt({ min: 1n, max: 2n ** 256n - 1n });

test("calldata is what the ABI's encoder makes of it", () => {
  fc.assert(
    fc.property(anyAddress, anyAmount, (operator, amount) => {
      expect(registerOperator(operator, amount)).toEqual({
        data: encodeFunctionData({ abi, functionName: "registerOperator", args: [operator, amount] }),
        value: 0n,
      });
      expect(stake(operator, amount)).toEqual({
        data: encodeFunctionData({ abi, functionName: "stake", args: [operator] }),
        value: amount,
      });
      expect(unstake(operator, amount)).toEqual({
        data: encodeFunctionData({ abi, functionName: "unstake", args: [operator, amount] }),
        value: 0n,
      });
      expect(claimUnstake(amount).data).toBe(encodeFunctionData({ abi, functionName: "claimUnstake", args: [amount] }));
    }),
    { examples: [["0x0000000000000000000000000000000000000000", 1n]] },
  );
  expect(minStake()).toEqual({ data: encodeFunctionData({ abi, functionName: "minStake" }), value: 0n });
});

const errors = abi.flatMap((item) => (item.type === "error" ? [item] : []));
const selectorOf = ({ name, inputs }: (typeof errors)[number]) =>
  toFunctionSelector(`function ${name}(${inputs.map(({ type }) => type).join(",")})`);

describe("the registry's errors", () => {
  test("have the names that the contract gives them", () => {
    const named = new Map<string, string>(errors.map((item) => [selectorOf(item), item.name]));
    for (const [selector, { name }] of Object.entries(REVERTS))
      expect([selector, named.get(selector)]).toEqual([selector, name]);
  });

  test.each([
    ["AlreadyRegistered", "ALREADY_REGISTERED"],
    ["ZeroAmount", "ZERO_AMOUNT"],
    ["Paused", "PAUSED"],
  ])("the code of %s is %s", (name, code) => expect(codeOf(name)).toBe(code));

  const data = `0x45ed80e9${"0".repeat(64)}`;
  test.each([
    ["of the error itself", { data }],
    ["of what caused it, however deep", new Error("a", { cause: new Error("b", { cause: { code: 3, data } }) })],
    ["in an object, as some nodes have it", { message: "execution reverted", data: { data } }],
  ])("are found in the data %s", (_where, error) => {
    expect(revertOf(error)).toEqual({ code: "ALREADY_REGISTERED", message: REVERTS["0x45ed80e9"]?.message });
  });

  test("one that is not known, or says nothing, is a revert all the same; anything else is none", () => {
    expect(revertOf({ data: "0x08c379a0" })).toMatchObject({ code: "REVERTED" });
    expect(revertOf(new Error("x", { cause: new Error("execution reverted: no") }))).toEqual({
      code: "REVERTED",
      message: "The registry would refuse it: execution reverted: no.",
    });
    for (const other of [new Error("insufficient funds"), { data: "nothing" }, null, "reverted"]) {
      expect(revertOf(other)).toBeNull();
    }
    const circle = new Error("round");
    circle.cause = circle;
    expect(revertOf(circle)).toBeNull();
  });
});

test.each(["operator-1", "0x742d35Cc6634C0532925a3b844Bc9e7595f0bEb", "", "0X".padEnd(42, "0"), 5, undefined])(
  "%j is no operator's id",
  (id) => expect(() => operatorOf(id)).toThrow(expect.objectContaining({ code: "INVALID_OPERATOR" })),
);
test("an id is an address in any case, which stays: it has a checksum", () => {
  const id = "0x742d35Cc6634C0532925a3b844Bc9e7595f0bEbA";
  for (const written of [id, id.toLowerCase(), `0x${id.slice(2).toUpperCase()}`]) {
    const operator = operatorOf(written);
    expect(operator).toBe(written);
    expect(stake(operator, 1n)).toEqual(stake(id, 1n));
  }
});

test.each([0n, -1n, 2n ** 256n, 1, "1", null, undefined])("%s is no amount", (amount) =>
  expect(() => amountOf(amount)).toThrow(expect.objectContaining({ code: "INVALID_AMOUNT" })),
);
