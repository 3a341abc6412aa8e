/**
 * How the scenario leaves every operator: worked out by hand from the rules, not computed by the code under test.
 * Amounts are in whole ETH and whole wstETH; the last rate is 1.245.
 */
import type { Actor } from "./actors.ts";

export type SlashEnd =
  | "EXECUTED"
  | "UPHELD_EXECUTED"
  | "REDUCED_EXECUTED"
  | "SILENT_EXECUTED"
  | "OVERTURNED"
  | "CANCELLED"
  | "EXPIRED"
  | "LIVE_PROPOSED"
  | "LIVE_DISPUTED"
  | "LIVE_UPHELD";

export interface ExpectedSlash {
  /** The key it is known by in operators.ts. */
  key: string;
  end: SlashEnd;
  /** The state the registry shows. */
  state: "PROPOSED" | "EXECUTED" | "CANCELLED" | "EXPIRED" | "DISPUTED" | "UPHELD";
  /** Basis points in the end, as the registry's last word on it has them: none where a dispute overturned it. */
  bps: number;
  /** Taken from the operator. */
  slashed: { eth: string; wsteth: string };
}

export interface ExpectedOperator {
  operator: Actor;
  name: string | null;
  registered: boolean;
  /** The registry's status when the scenario ends. */
  status: "NONE" | "INACTIVE" | "ACTIVE" | "LEAVING" | "SLASHED";
  tier: "NONE" | "TIER_1" | "TIER_2" | "TIER_3";
  /** Everything it ever staked is gone. */
  exited: boolean;
  active: { eth: string; wsteth: string };
  unbonding: { eth: string; wsteth: string };
  locked: { eth: string; wsteth: string };
  /** x 100; null where it does not matter. */
  score: number | null;
  slashes: readonly ExpectedSlash[];
}

const amount = (eth: string, wsteth = "0") => ({ eth, wsteth });
const NOTHING = amount("0");

type Told = Partial<ExpectedOperator> & Pick<ExpectedOperator, "operator" | "tier" | "score">;

/** What goes without saying: registered, active, nothing unbonding or locked, never slashed. */
const operator = (name: string | null, told: Told): ExpectedOperator => ({
  name,
  registered: true,
  status: "ACTIVE",
  exited: false,
  active: NOTHING,
  unbonding: NOTHING,
  locked: NOTHING,
  slashes: [],
  ...told,
});

const slash = (
  key: string,
  end: SlashEnd,
  state: ExpectedSlash["state"],
  bps: number,
  slashed = NOTHING,
): ExpectedSlash => ({ key, end, state, bps, slashed });

export const EXPECTED: readonly ExpectedOperator[] = [
  operator("Aurora RPC", { operator: "aurora", tier: "TIER_2", active: amount("10"), score: 9_980 }),
  operator("Borealis Relay", { operator: "borealis", tier: "TIER_3", active: amount("100"), score: 9_960 }),
  operator("Cascade Compute", { operator: "cascade", tier: "TIER_1", active: amount("1"), score: 9_702 }),
  // 40 x 1.245 = 49.8 ETH
  operator("Delta Storage", { operator: "delta", tier: "TIER_2", active: amount("0", "40"), score: 9_890 }),
  // 58.8 + 49 x 1.245 = 119.805 ETH; 2 % of 60 and of 50 are gone
  operator("Ember Nodes", {
    operator: "ember",
    tier: "TIER_3",
    active: amount("58.8", "49"),
    score: 9_455,
    slashes: [slash("ember-latency", "EXECUTED", "EXECUTED", 200, amount("1.2", "1"))],
  }),
  // 4 of the 5 ETH it committed to: a tier, and yet inactive
  operator("Fjord Oracles", {
    operator: "fjord",
    tier: "TIER_1",
    status: "INACTIVE",
    active: amount("4"),
    score: 8_801,
  }),
  operator("Glacier Index", { operator: "glacier", tier: "NONE", status: "INACTIVE", score: null }),
  operator("Harbor Bridge", {
    operator: "harbor",
    tier: "NONE",
    status: "LEAVING",
    unbonding: amount("25"),
    score: 9_105,
  }),
  // 10 % of the 5 ETH that were unbonding; the other 4.5 were claimed
  operator("Ion Sequencer", {
    operator: "ion",
    tier: "NONE",
    status: "INACTIVE",
    exited: true,
    score: null,
    slashes: [slash("ion-outage", "EXECUTED", "EXECUTED", 1_000, amount("0.5"))],
  }),
  operator("Juniper Cache", {
    operator: "juniper",
    tier: "TIER_2",
    active: amount("19.4"),
    score: 9_330,
    slashes: [slash("juniper-outage", "EXECUTED", "EXECUTED", 300, amount("0.6"))],
  }),
  // 18 of the 25 ETH it committed to: slashed until it stakes again
  operator("Krypton Gateway", {
    operator: "krypton",
    tier: "TIER_2",
    status: "SLASHED",
    active: amount("18"),
    score: 4_100,
    slashes: [slash("krypton-fraud", "EXECUTED", "EXECUTED", 4_000, amount("12"))],
  }),
  operator("Lumen Proxy", {
    operator: "lumen",
    tier: "TIER_2",
    active: amount("12"),
    score: 8_460,
    slashes: [slash("lumen-outage", "EXPIRED", "EXPIRED", 2_000)],
  }),
  operator("Meridian Data", {
    operator: "meridian",
    tier: "TIER_2",
    active: amount("47.5"),
    score: 9_618,
    slashes: [slash("meridian-data", "UPHELD_EXECUTED", "EXECUTED", 500, amount("2.5"))],
  }),
  // 30 % became 8 %: from the lower bound of one tier into the one below
  operator("Nimbus Edge", {
    operator: "nimbus",
    tier: "TIER_1",
    active: amount("9.2"),
    score: 8_742,
    slashes: [slash("nimbus-outage", "REDUCED_EXECUTED", "EXECUTED", 800, amount("0.8"))],
  }),
  operator("Orchid Mesh", {
    operator: "orchid",
    tier: "TIER_3",
    active: amount("150"),
    score: 9_871,
    slashes: [slash("orchid-fraud", "OVERTURNED", "CANCELLED", 0)],
  }),
  operator("Pulsar Stream", {
    operator: "pulsar",
    tier: "TIER_1",
    active: amount("7.52"),
    score: 9_163,
    slashes: [slash("pulsar-errors", "SILENT_EXECUTED", "EXECUTED", 600, amount("0.48"))],
  }),
  // 0.5 of 11 ETH are 455 basis points, rounded up
  operator("Quartz Vault", {
    operator: "quartz",
    tier: "TIER_2",
    active: amount("10.5"),
    score: 9_297,
    slashes: [
      slash("quartz-data", "CANCELLED", "CANCELLED", 700),
      slash("quartz-terms", "EXECUTED", "EXECUTED", 455, amount("0.5")),
    ],
  }),
  // claimed 8 of 9 unbonding ETH; 20 % of the 10 it had are reserved
  operator("Raven Transit", {
    operator: "raven",
    tier: "TIER_1",
    active: amount("1"),
    unbonding: amount("1"),
    locked: amount("2"),
    score: 7_205,
    slashes: [slash("raven-outage", "LIVE_PROPOSED", "PROPOSED", 2_000)],
  }),
  operator("Sequoia Ledger", {
    operator: "sequoia",
    tier: "TIER_2",
    active: amount("33"),
    locked: amount("2.97"),
    score: 8_833,
    slashes: [slash("sequoia-latency", "LIVE_DISPUTED", "DISPUTED", 900)],
  }),
  // 7.2 % of it are more than the half ETH that keeps it in its tier
  operator("Sirocco Grid", { operator: "sirocco", tier: "TIER_2", active: amount("10.5"), score: 9_750 }),
  // 5 % of 20 active, 8 unbonding and 10 wstETH; 15 + 8 x 1.245 = 24.96 ETH
  operator("Tundra Archive", {
    operator: "tundra",
    tier: "TIER_2",
    active: amount("15", "8"),
    unbonding: amount("4", "1.5"),
    score: 9_541,
    slashes: [slash("tundra-data", "EXECUTED", "EXECUTED", 500, amount("1.4", "0.5"))],
  }),
  // 0.81 x 1.245 = 1.00845 ETH
  operator("Vesper Light", { operator: "vesper", tier: "TIER_1", active: amount("0", "0.81"), score: 9_512 }),
  operator("Willow Render", {
    operator: "willow",
    tier: "TIER_2",
    active: amount("40"),
    locked: amount("10"),
    score: 6_900,
    slashes: [slash("willow-fraud", "LIVE_UPHELD", "UPHELD", 2_500)],
  }),
  operator(null, { operator: "yarrow", tier: "NONE", registered: false, status: "NONE", score: null }),
];

export interface ExpectedRequest {
  key: string;
  operator: Actor;
  asset: "ETH" | "WSTETH";
  state: "OPEN" | "CLAIMED" | "CANCELLED";
  /** Past its `unlockAt` when the scenario ends. */
  matured: boolean;
  requested: string;
  paid: string;
  slashed: string;
}

export const EXPECTED_REQUESTS: readonly ExpectedRequest[] = [
  request("harbor-exit", "harbor", "OPEN", { requested: "25" }),
  request("ion-exit", "ion", "CLAIMED", { requested: "5", paid: "4.5", slashed: "0.5", matured: true }),
  request("sirocco-change", "sirocco", "CANCELLED", { requested: "2", matured: true }),
  request("tundra-claimed", "tundra", "CLAIMED", { requested: "2", paid: "2", matured: true }),
  request("tundra-cancelled", "tundra", "CANCELLED", { requested: "3", matured: true }),
  request("tundra-slashed", "tundra", "CLAIMED", { requested: "8", paid: "7.6", slashed: "0.4", matured: true }),
  request("tundra-matured", "tundra", "OPEN", { requested: "1.5", asset: "WSTETH", matured: true }),
  request("tundra-waiting", "tundra", "OPEN", { requested: "4" }),
  // paid in part: 1 ETH of it is reserved by a live slash
  request("raven-exit", "raven", "OPEN", { requested: "9", paid: "8", matured: true }),
];

function request(
  key: string,
  operator: Actor,
  state: ExpectedRequest["state"],
  told: Partial<ExpectedRequest> & Pick<ExpectedRequest, "requested">,
): ExpectedRequest {
  return { key, operator, state, asset: "ETH", matured: false, paid: "0", slashed: "0", ...told };
}

/** The registry itself, when the scenario ends. */
export const EXPECTED_REGISTRY = {
  rateE18: "1.245",
  /** Seconds. */
  disputeWindow: 60,
  resolutionWindow: 120,
  executionWindow: 180,
  disputeBond: "0.03",
  pauseMask: 0,
  pausedSeconds: 7_200,
  /** The forfeited bond of the one slash upheld since the treasury last claimed. */
  treasuryOwed: amount("0.03"),
  /** 1.2 + 0.5 + 0.6 + 12 + 2.5 + 0.8 + 1.4 + 0.48 + 0.5 slashed, and two forfeited bonds of 0.03. */
  treasuryClaimed: amount("20.04", "1.5"),
  /** Returned bonds that nobody has claimed, by account. */
  bonds: [{ account: "pulsar" as const, claimable: "0.03" }],
};
