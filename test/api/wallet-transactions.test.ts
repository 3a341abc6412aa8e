/** Transactions of a wallet that can never be right are refused, each with its code; the others are what they say. */
import { decodeFunctionData, type Hex, maxUint256, zeroAddress } from "viem";
import { expect, test } from "vitest";
import { z } from "zod";
import { dinRegistryAbi as abi } from "../../abis/index.ts";
import { address, PAST, REGISTRY, requestRow, stakedRow } from "./support/rows.ts";
import { apiSuite } from "./support/suite.ts";

const [OPERATOR, MANAGER, FORMER, PAID, STRANGER] = [address(1), address(2), address(3), address(4), address(5)];
const named = (manager: Hex, allowed: boolean) => ({
  ...{ operator: OPERATOR, manager, allowed },
  ...{ updatedAt: PAST, eventId: "" },
});

const suite = apiSuite({
  operator: [stakedRow({ address: OPERATOR })],
  manager: [named(MANAGER, true), named(FORMER, false)],
  unstakeRequest: [
    requestRow({ id: 1n, operator: OPERATOR, recipient: PAID }),
    requestRow({ id: 2n, operator: OPERATOR, state: "CLAIMED" }),
    requestRow({ id: 3n, operator: OPERATOR, state: "CANCELLED" }),
  ],
});

const ask = (account: Hex, call: string) =>
  suite.api.ask(`query ($a: Address!) { wallet(address: $a) { transactions { made: ${call} { data value } } } }`, {
    a: account,
  });

const MOST = 2n ** 96n - 1n;

test.each<[string, Hex, string, string, readonly unknown[], string]>([
  ["the operator claims", OPERATOR, 'claim(requestId: "1")', "claimUnstake", [1n], "0"],
  ["a manager claims", MANAGER, 'claim(requestId: "1")', "claimUnstake", [1n], "0"],
  ["who is paid claims", PAID, 'claim(requestId: "1")', "claimUnstake", [1n], "0"],
  ["a manager calls off", MANAGER, 'cancelUnstake(requestId: "1")', "cancelUnstake", [1n], "0"],
  ["the most there is", STRANGER, `stake(units: "${MOST}")`, "stake", [STRANGER], String(MOST)],
  [
    "all that is active",
    OPERATOR,
    `unstake(units: "${maxUint256}")`,
    "unstakeAsset",
    [OPERATOR, 0, maxUint256, OPERATOR],
    "0",
  ],
  [
    "a recipient of its own",
    OPERATOR,
    `unstake(units: "1", recipient: "${PAID}")`,
    "unstakeAsset",
    [OPERATOR, 0, 1n, PAID],
    "0",
  ],
  [
    "the operator's own",
    MANAGER,
    `unstake(operator: "${OPERATOR}", units: "1", recipient: "${OPERATOR}")`,
    "unstakeAsset",
    [OPERATOR, 0, 1n, OPERATOR],
    "0",
  ],
  ["a description", MANAGER, `setMetadata(operator: "${OPERATOR}", uri: "")`, "setMetadata", [OPERATOR, ""], "0"],
  ["stETH", OPERATOR, 'stakeStEth(amount: "8")', "stakeStETH", [OPERATOR, 8n], "0"],
  ["a rate", STRANGER, "pokeRate", "pokeRate", [1], "0"],
  ["a status", OPERATOR, "syncStatus", "syncStatus", [OPERATOR], "0"],
  ["the treasury's", STRANGER, "claimTreasury(asset: WSTETH)", "claimTreasury", [1], "0"],
])("%s", async (_what, account, call, functionName, args, value) => {
  const { data, errors } = await ask(account, call);
  expect(errors).toEqual([]);
  const made = z.object({ data: z.templateLiteral(["0x", z.string()]), value: z.string() });
  const schema = z.object({ wallet: z.object({ transactions: z.object({ made }) }) });
  const transaction = schema.parse(data).wallet.transactions.made;
  const decoded = decodeFunctionData({ abi, data: transaction.data });
  const lowered = decoded.args?.map((arg) => (typeof arg === "string" ? arg.toLowerCase() : arg));
  expect({ ...decoded, args: lowered, value: transaction.value }).toEqual({ functionName, args, value });
});

test.each<[string, Hex, string, string, string]>([
  ["no stake", OPERATOR, 'stake(units: "0")', "ZERO_AMOUNT", "zero"],
  ["no wstETH", OPERATOR, 'stake(asset: WSTETH, units: "0")', "ZERO_AMOUNT", "zero"],
  ["no stETH", OPERATOR, 'stakeStEth(amount: "0")', "ZERO_AMOUNT", "zero"],
  ["nothing back", OPERATOR, 'unstake(units: "0")', "ZERO_AMOUNT", "zero"],
  ["too much", OPERATOR, `stake(units: "${MOST + 1n}")`, "TOO_MANY_UNITS", "2^96"],
  ["too much back", OPERATOR, `unstake(units: "${maxUint256 - 1n}")`, "TOO_MANY_UNITS", "2^96"],
  ["more than the chain counts", OPERATOR, `stake(units: "${maxUint256 + 1n}")`, "INVALID_WEI", "2^256"],
  ["itself as a manager", OPERATOR, `setManager(manager: "${OPERATOR}", allowed: true)`, "INVALID_MANAGER", "another"],
  ["nobody as a manager", OPERATOR, `setManager(manager: "${zeroAddress}", allowed: true)`, "INVALID_MANAGER", "zero"],
  ["nobody paid", OPERATOR, `unstake(units: "1", recipient: "${zeroAddress}")`, "INVALID_RECIPIENT", "zero"],
  ["the registry paid", OPERATOR, `unstake(units: "1", recipient: "${REGISTRY}")`, "INVALID_RECIPIENT", "registry"],
  [
    "a manager pays itself",
    MANAGER,
    `unstake(operator: "${OPERATOR}", units: "1", recipient: "${MANAGER}")`,
    "NOT_AUTHORIZED",
    "operator itself",
  ],
  ["a request that is not there", OPERATOR, 'claim(requestId: "99")', "INVALID_ID", "99"],
  ["no number of a request", OPERATOR, 'cancelUnstake(requestId: "-1")', "INVALID_ID", "requestId"],
  ["a claimed request", OPERATOR, 'claim(requestId: "2")', "REQUEST_CLOSED", "claimed"],
  ["a request called off", OPERATOR, 'cancelUnstake(requestId: "3")', "REQUEST_CLOSED", "cancelled"],
  ["a stranger's claim", STRANGER, 'claim(requestId: "1")', "NOT_AUTHORIZED", "recipient"],
  ["a dismissed manager's claim", FORMER, 'claim(requestId: "1")', "NOT_AUTHORIZED", "managers"],
  ["who is paid calls off", PAID, 'cancelUnstake(requestId: "1")', "NOT_AUTHORIZED", "managers"],
])("%s is refused: %s %s %s", async (_what, account, call, code, says) => {
  const { errors } = await ask(account, call);
  expect(errors).toMatchObject([{ code }]);
  expect(errors[0]?.message).toContain(says);
});
