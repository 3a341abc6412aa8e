import { parseEther, zeroAddress } from "viem";
import { describe, expect, test } from "vitest";
import { DeploymentRefused, parseDeployment } from "../../../contracts/script/deployment/parameters.ts";

const address = (digit: string) => `0x${digit.repeat(40)}`;
const SECRET = `0x${"5e".repeat(32)}`;

const complete = {
  CHAIN_ID: "84532",
  RPC_URL: "https://rpc.example.org",
  DEPLOYER_PRIVATE_KEY: SECRET,
  ADMIN: address("1"),
  GOVERNANCE: address("2"),
  SLASH_PROPOSER: address("3"),
  DISPUTE_RESOLVER: address("4"),
  PERFORMANCE_MONITOR: address("5"),
  PAUSER: address("6"),
  TREASURY: address("7"),
};

function mistakesOf(env: Record<string, string | undefined>): readonly string[] {
  try {
    parseDeployment(env);
  } catch (error) {
    if (error instanceof DeploymentRefused) return error.mistakes;
    throw error;
  }
  return [];
}

describe("parseDeployment", () => {
  test("fills in the production defaults", () => {
    const { chainId, parameters } = parseDeployment(complete);
    expect(chainId).toBe(84_532);
    expect(parameters.minStake).toBe(parseEther("1"));
    expect(parameters.unstakeDelay).toBe(604_800n);
    expect(parameters.slashParams).toEqual({
      disputeWindow: 172_800n,
      resolutionWindow: 259_200n,
      executionWindow: 86_400n,
      cooldown: 3_600n,
      largeSlashBps: 1_000,
      disputeBond: parseEther("0.02"),
    });
    expect(parameters.wstETH).toBe(zeroAddress);
    expect(parameters.rateSource).toEqual({ kind: "none" });
  });

  test("takes Base's bridged wstETH unless told otherwise", () => {
    const feed = address("8");
    const base = { ...complete, CHAIN_ID: "8453", CHAINLINK_FEED_ADDRESS: feed };
    const { parameters } = parseDeployment(base);
    expect(parameters.wstETH).toBe("0xc1CBa3fCea344f92D9239c08C0568f6F2F0ee452");
    expect(parameters.rateSource).toEqual({ kind: "chainlink", feed });
    expect(parseDeployment({ ...base, WSTETH_ADDRESS: address("9") }).parameters.wstETH).toBe(address("9"));
    const ethOnly = { ...complete, CHAIN_ID: "8453", WSTETH_ADDRESS: "none" };
    expect(parseDeployment(ethOnly).parameters.wstETH).toBe(zeroAddress);
  });

  test("reports all that is missing and all that is wrong together", () => {
    expect(
      mistakesOf({ CHAIN_ID: "1", RPC_URL: "ftp://x", ADMIN: zeroAddress, LARGE_SLASH_BPS: "10001", PAUSER: "" }),
    ).toEqual([
      "DEPLOYER_PRIVATE_KEY: is required",
      "GOVERNANCE: is required",
      "SLASH_PROPOSER: is required",
      "DISPUTE_RESOLVER: is required",
      "PERFORMANCE_MONITOR: is required",
      "PAUSER: is required",
      "TREASURY: is required",
      "CHAIN_ID: must be 8453 (Base), 84532 (Base Sepolia) or 31337 (devnet)",
      "RPC_URL: must be an http(s) URL",
      "ADMIN: must be an address (0x and 40 hexadecimal digits, checksum right if it has one), and not zero",
      "LARGE_SLASH_BPS: Too big: expected number to be <=10000",
    ]);
  });

  test.each([
    ["a delay that the windows outlast", { UNSTAKE_DELAY_SECONDS: "518400" }, "UNSTAKE_DELAY_SECONDS"],
    ["no minimum", { MIN_STAKE_ETH: "0" }, "MIN_STAKE_ETH"],
    ["a resolver that proposes", { DISPUTE_RESOLVER: address("3") }, "DISPUTE_RESOLVER"],
    ["stETH without wstETH", { STETH_ADDRESS: address("8") }, "STETH_ADDRESS"],
    ["a feed without wstETH", { CHAINLINK_FEED_ADDRESS: address("8") }, "CHAINLINK_FEED_ADDRESS"],
    ["wstETH without a rate", { WSTETH_ADDRESS: address("8") }, "CHAINLINK_FEED_ADDRESS"],
    [
      "two rates",
      { WSTETH_ADDRESS: address("8"), STETH_ADDRESS: address("9"), CHAINLINK_FEED_ADDRESS: address("a") },
      "CHAINLINK_FEED_ADDRESS",
    ],
  ])("refuses %s", (_what, contradiction, variable) => {
    const mistakes = mistakesOf({ ...complete, ...contradiction });
    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]).toMatch(new RegExp(`^${variable}: `));
  });

  test("never repeats a secret", () => {
    const mistakes = mistakesOf({ ...complete, DEPLOYER_PRIVATE_KEY: `${SECRET}ff` });
    expect(mistakes).toEqual(["DEPLOYER_PRIVATE_KEY: must be a private key: 0x and 64 hexadecimal digits"]);
  });
});
