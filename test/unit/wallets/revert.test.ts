import {
  type AbiParameter,
  encodeAbiParameters,
  encodeErrorResult,
  type Hex,
  parseAbi,
  RpcRequestError,
  toFunctionSelector,
} from "viem";
import { describe, expect, test } from "vitest";
import { dinRegistryAbi } from "../../../abis/index.ts";
import { decodeRevert, revertIn } from "../../../api/wallets/revert.ts";
import { helpFor } from "../../../api/wallets/revert-help.ts";
import { ERC20_ERRORS } from "../../../api/wallets/tokens.ts";

const ACCOUNT = "0x00000000000000000000000000000000000000AA";
const HASH: Hex = `0x${"ab".repeat(32)}`;

const errors = [...dinRegistryAbi, ...ERC20_ERRORS].flatMap((item) => (item.type === "error" ? [item] : []));

/** A value of a type, and how it is shown. */
function sample({ type }: AbiParameter): { readonly value: unknown; readonly shown: string } {
  if (type === "address") return { value: ACCOUNT, shown: ACCOUNT };
  if (type === "bytes32") return { value: HASH, shown: HASH };
  if (/^uint(8|16|32|48)$/.test(type)) return { value: 7, shown: "7" };
  if (/^uint\d+$/.test(type)) return { value: 2n ** 60n, shown: String(2n ** 60n) };
  throw new Error(`no sample of ${type}`);
}

test.each(errors.map((item) => [item.name, item] as const))(
  "%s is read with its arguments and explained",
  (name, item) => {
    const inputs: readonly AbiParameter[] = item.inputs;
    const samples = inputs.map(sample);
    const signature = `${name}(${inputs.map(({ type }) => type).join(",")})`;
    const args = encodeAbiParameters(
      inputs,
      samples.map(({ value }) => value),
    );
    const data: Hex = `0x${toFunctionSelector(signature).slice(2)}${args.slice(2)}`;
    expect(decodeRevert(data)).toEqual({
      name,
      args: inputs.map((input, index) => ({ name: input.name, value: samples[index]?.shown })),
      message: helpFor(name),
      data,
    });
    expect(helpFor(name)).toMatch(/^[A-Z`].{15,}\.$/);
  },
);

const OWN = parseAbi(["error Error(string)", "error Panic(uint256)", "error Strange(uint256)"]);

describe("what is no error of the registry", () => {
  test("words of a `require`", () => {
    const data = encodeErrorResult({ abi: OWN, errorName: "Error", args: ["ERC20: transfer amount exceeds balance"] });
    expect(decodeRevert(data)).toMatchObject({
      name: "Error",
      args: [{ value: "ERC20: transfer amount exceeds balance" }],
      message: "The contract says: ERC20: transfer amount exceeds balance",
    });
  });

  test("words that are too long, or steer a terminal", () => {
    const data = encodeErrorResult({ abi: OWN, errorName: "Error", args: [`\u001b[2J\n${"x".repeat(1_000)}`] });
    const { message } = decodeRevert(data);
    expect(message.length).toBeLessThan(350);
    expect(message).not.toMatch(/\p{Cc}/u);
  });

  test.each<[bigint, string]>([
    [0x11n, "An amount is larger than the contract can count."],
    [0x12n, "The contract divided by zero."],
    [0x99n, "The contract failed."],
  ])("panic %s", (code, message) => {
    const data = encodeErrorResult({ abi: OWN, errorName: "Panic", args: [code] });
    expect(decodeRevert(data)).toMatchObject({ name: "Panic", args: [{ value: String(code) }], message });
  });

  test.each<[string, Hex]>([
    ["nothing", "0x"],
    ["an unknown error", encodeErrorResult({ abi: OWN, errorName: "Strange", args: [1n] })],
    ["too few bytes", "0x1234"],
    ["a known error cut short", "0x08c379a00000"],
  ])("%s", (_what, data) => {
    expect(decodeRevert(data)).toMatchObject({ name: null, args: [], data });
  });
});

const answered = (error: { code: number; message: string; data?: unknown }) =>
  new Error("wrapped", { cause: new RpcRequestError({ body: {}, error, url: "https://rpc.example/secret" }) });
const TOO_EARLY = encodeErrorResult({ abi: dinRegistryAbi, errorName: "NotMatured", args: [5n] });

test.each<[string, unknown, object | null]>([
  ["data of a revert", answered({ code: 3, message: "execution reverted", data: TOO_EARLY }), { name: "NotMatured" }],
  ["data a level deeper", answered({ code: -32_000, message: "", data: { data: TOO_EARLY } }), { name: "NotMatured" }],
  [
    "data after a word",
    answered({ code: -32_015, message: "", data: `Reverted ${TOO_EARLY}` }),
    { name: "NotMatured" },
  ],
  ["no data", answered({ code: 3, message: "execution reverted" }), { name: null, data: null }],
  ["empty data", answered({ code: 3, message: "execution reverted", data: "0x" }), { name: null, data: "0x" }],
  ["words alone", answered({ code: -32_000, message: "gas required exceeds allowance (0)" }), { name: null }],
  ["want of ETH", answered({ code: -32_000, message: "insufficient funds for transfer" }), { name: null }],
  ["more than a revert can have", answered({ code: 3, message: "", data: `0x${"00".repeat(9_000)}` }), { data: null }],
  ["half a byte", answered({ code: 3, message: "execution reverted", data: "0x123" }), { data: null }],
  ["another answer", answered({ code: -32_601, message: "the method does not exist" }), null],
  ["no answer", new Error("fetch failed"), null],
  ["nothing at all", undefined, null],
])("%s", (_what, error, expected) => {
  const revert = revertIn(error);
  if (expected === null) expect(revert).toBeNull();
  else expect(revert).toMatchObject(expected);
  expect(JSON.stringify(revert)).not.toContain("secret");
});

test("want of a token is not want of ETH, if a node gives nothing but its words", () => {
  const revert = revertIn(
    answered({ code: -32_000, message: "execution reverted: ERC20: transfer amount exceeds balance" }),
  );
  expect(revert).toEqual({
    ...{ name: null, args: [], data: null },
    message: "The call reverts; the node does not say why.",
  });
});

test("want of ETH says so", () => {
  const revert = revertIn(answered({ code: -32_003, message: "Insufficient funds for gas * price + value" }));
  expect(revert?.message).toBe("The account holds less ETH than the transaction sends.");
});
