/**
 * The story of each operator, as steps. Where each story ends is written by hand in expected.ts, and told in README.md.
 */
import {
  afterDispute,
  approveSlash,
  cancelSlash,
  cancelUnstake,
  claimBond,
  claimUnstake,
  disputeSlash,
  executeSlash,
  expireSlash,
  governanceSlash,
  proposeSlash,
  register,
  resolveDispute,
  type Step,
  setManager,
  stakeEth,
  stakeWsteth,
  syncStatus,
  unstakeEth,
  unstakeWsteth,
} from "./steps.ts";
import { before, day, HOUR } from "./time.ts";

/** Stake only: each tier, its exact lower bounds, each asset and both, too little, and none. */
const stakers: Step[] = [
  register("aurora", day(0, 1), { name: "Aurora RPC", region: "eu-north" }),
  stakeEth("aurora", day(0, 1), "6"),
  stakeEth("aurora", day(1, 2), "4", "patron"),

  register("borealis", day(0, 3), { name: "Borealis Relay", region: "ca-east" }),
  stakeEth("borealis", day(0, 3), "100"),

  register("cascade", day(1, 3), { name: "Cascade Compute", region: "us-west" }),
  stakeEth("cascade", day(1, 3), "1"),

  register("delta", day(1, 6), { name: "Delta Storage", region: "us-east" }),
  stakeWsteth("delta", day(1, 6), "40"),

  register("fjord", day(2, 6), { name: "Fjord Oracles", region: "eu-north", minStake: "5" }),
  stakeEth("fjord", day(2, 6), "4"),

  register("glacier", day(3), { name: "Glacier Index", region: "eu-west" }),

  // Names a manager and never registers.
  setManager("yarrow", day(3, 4), "manager", true),

  // Worth 1 ETH or not as the rate goes: its status changes without anything of its own.
  register("vesper", day(2, 10), { name: "Vesper Light", region: "sa-east" }),
  stakeWsteth("vesper", day(2, 10), "0.81"),
  syncStatus("vesper", day(10, 12)),
  syncStatus("vesper", day(15, 12)),
  syncStatus("vesper", day(16, 12)),
];

/** Registered and run by a manager; slashed a little in both assets. */
const ember: Step[] = [
  setManager("ember", day(2, 1), "manager", true),
  register("ember", day(2, 1), { name: "Ember Nodes", region: "ap-south", by: "manager" }),
  stakeEth("ember", day(2, 1), "60", "manager"),
  stakeWsteth("ember", day(2, 1), "50"),
  proposeSlash("ember-latency", "ember", day(6), {
    type: "PERFORMANCE_THRESHOLD",
    severity: 2,
    bps: 200,
    reason: "p95 latency above 300 ms for an hour",
  }),
  executeSlash("ember-latency", afterDispute(day(6))),
  syncStatus("ember", day(6, 12), "manager"),
];

/** On the way out, and out. */
const leavers: Step[] = [
  register("harbor", day(3, 6), { name: "Harbor Bridge", region: "eu-west" }),
  stakeEth("harbor", day(3, 6), "25"),
  unstakeEth("harbor-exit", "harbor", before(2), "25"),

  // Leaving is no way out of a slash; claiming what is left is.
  register("ion", day(1, 9), { name: "Ion Sequencer", region: "us-east" }),
  stakeEth("ion", day(1, 9), "5"),
  unstakeEth("ion-exit", "ion", day(10), "5"),
  proposeSlash("ion-outage", "ion", day(10, 0, 10), {
    type: "DOWNTIME",
    severity: 4,
    bps: 1_000,
    reason: "70 minutes of outage before leaving",
  }),
  executeSlash("ion-outage", afterDispute(day(10, 0, 10))),
  claimUnstake("ion-exit", "ion", day(10, 3)),
];

/** Slashes that nobody disputed. */
const undisputed: Step[] = [
  register("juniper", day(4), { name: "Juniper Cache", region: "us-central" }),
  stakeEth("juniper", day(4), "20"),
  proposeSlash("juniper-outage", "juniper", day(14), {
    type: "DOWNTIME",
    severity: 2,
    bps: 300,
    reason: "63 minutes of outage",
  }),
  executeSlash("juniper-outage", afterDispute(day(14)), "patron"),
  syncStatus("juniper", day(14, 12)),

  // Large, so governance had to approve it; what is left is under the operator's own commitment.
  register("krypton", day(4, 3), { name: "Krypton Gateway", region: "ap-east", minStake: "25" }),
  stakeEth("krypton", day(4, 3), "30"),
  proposeSlash("krypton-fraud", "krypton", day(15), {
    type: "MISBEHAVIOR",
    severity: 4,
    bps: 4_000,
    reason: "answered with forged proofs",
  }),
  approveSlash("krypton-fraud", day(15, 0, 10)),
  executeSlash("krypton-fraud", afterDispute(day(15))),

  register("lumen", day(4, 6), { name: "Lumen Proxy", region: "eu-central" }),
  stakeEth("lumen", day(4, 6), "12"),
  proposeSlash("lumen-outage", "lumen", day(16), {
    type: "DOWNTIME",
    severity: 4,
    bps: 2_000,
    reason: "80 minutes of outage",
  }),
  expireSlash("lumen-outage", day(16, 1, 20)),

  register("quartz", day(7), { name: "Quartz Vault", region: "ap-northeast" }),
  stakeEth("quartz", day(7), "11"),
  proposeSlash("quartz-data", "quartz", day(21), {
    type: "BAD_DATA",
    severity: 3,
    bps: 700,
    reason: "served a stale index",
  }),
  cancelSlash("quartz-data", day(21, 0, 20), "the reporter's own node was stale"),
  governanceSlash("quartz-terms", "quartz", day(22, 6), "0.5", "terms of service breached"),
  executeSlash("quartz-terms", afterDispute(day(22, 6))),
  syncStatus("quartz", day(22, 12)),
];

/** Slashes that were disputed, with each way a dispute can end. */
const disputed: Step[] = [
  register("meridian", day(5), { name: "Meridian Data", region: "us-west" }),
  stakeEth("meridian", day(5), "50"),
  proposeSlash("meridian-data", "meridian", day(17), {
    type: "BAD_DATA",
    severity: 3,
    bps: 500,
    reason: "wrong balances for 4 blocks",
  }),
  disputeSlash("meridian-data", "meridian", day(17, 0, 20)),
  resolveDispute("meridian-data", day(17, 1), { outcome: "UPHELD", reason: "the balances were wrong" }),
  executeSlash("meridian-data", day(17, 1, 5)),
  syncStatus("meridian", day(17, 12)),

  // Reduced below what needs an approval.
  register("nimbus", day(5, 6), { name: "Nimbus Edge", region: "sa-east" }),
  stakeEth("nimbus", day(5, 6), "10"),
  proposeSlash("nimbus-outage", "nimbus", day(18), {
    type: "DOWNTIME",
    severity: 4,
    bps: 3_000,
    reason: "90 minutes of outage",
  }),
  disputeSlash("nimbus-outage", "nimbus", day(18, 0, 15)),
  resolveDispute("nimbus-outage", day(18, 0, 50), {
    outcome: "REDUCED",
    newBps: 800,
    reason: "most of it was announced maintenance",
    by: "deputyResolver",
  }),
  executeSlash("nimbus-outage", day(18, 0, 55)),
  syncStatus("nimbus", day(18, 12)),

  register("orchid", day(6, 6), { name: "Orchid Mesh", region: "ap-southeast" }),
  stakeEth("orchid", day(6, 6), "150"),
  proposeSlash("orchid-fraud", "orchid", day(19), {
    type: "MISBEHAVIOR",
    severity: 4,
    bps: 1_500,
    reason: "signed two answers for one request",
  }),
  disputeSlash("orchid-fraud", "orchid", day(19, 0, 30)),
  resolveDispute("orchid-fraud", day(19, 1, 10), { outcome: "OVERTURNED", reason: "the second signature was forged" }),
  claimBond("orchid", day(19, 2)),

  // The pause of two hours (network.ts) stops the slash clock: disputed 150 minutes after the proposal, and in time.
  register("pulsar", day(6, 10), { name: "Pulsar Stream", region: "af-south" }),
  stakeEth("pulsar", day(6, 10), "8"),
  proposeSlash("pulsar-errors", "pulsar", day(20), {
    type: "PERFORMANCE_THRESHOLD",
    severity: 3,
    bps: 600,
    reason: "success rate under 99 % for three hours",
  }),
  disputeSlash("pulsar-errors", "pulsar", day(20, 2, 30)),
  executeSlash("pulsar-errors", day(20, 3, 50)),
  syncStatus("pulsar", day(20, 12)),
];

/** Requests to unstake in every state they can be in. */
const tundra: Step[] = [
  register("tundra", day(8), { name: "Tundra Archive", region: "eu-north" }),
  setManager("tundra", day(8), "formerManager", true),
  stakeEth("tundra", day(8), "30"),
  stakeWsteth("tundra", day(8), "10"),
  unstakeEth("tundra-claimed", "tundra", day(9), "2"),
  claimUnstake("tundra-claimed", "formerManager", day(9, 3)),
  unstakeEth("tundra-cancelled", "tundra", day(11), "3", "formerManager"),
  cancelUnstake("tundra-cancelled", "tundra", day(11, 1)),
  setManager("tundra", day(11, 2), "formerManager", false),
  unstakeEth("tundra-slashed", "tundra", day(12), "8"),
  proposeSlash("tundra-data", "tundra", day(12, 0, 10), {
    type: "BAD_DATA",
    severity: 3,
    bps: 500,
    reason: "missing transactions in an archive query",
  }),
  executeSlash("tundra-data", afterDispute(day(12, 0, 10))),
  claimUnstake("tundra-slashed", "tundra", day(12, 3)),
  unstakeWsteth("tundra-matured", "tundra", day(28), "1.5", "patron"),
  unstakeEth("tundra-waiting", "tundra", before(1), "4"),
];

/** Slashes that are still live when the history ends. */
const live: Step[] = [
  register("raven", day(7, 6), { name: "Raven Transit", region: "us-east" }),
  stakeEth("raven", day(7, 6), "10"),
  unstakeEth("raven-exit", "raven", before(3), "9"),
  proposeSlash("raven-outage", "raven", before(0, 11), {
    type: "DOWNTIME",
    severity: 4,
    bps: 2_000,
    reason: "80 minutes of outage",
  }),
  // Matured, but 2 ETH are reserved: 8 of 9 are paid, and the request stays open for the rest.
  claimUnstake("raven-exit", "raven", before(0, 6)),

  register("sequoia", day(8, 6), { name: "Sequoia Ledger", region: "us-west" }),
  stakeEth("sequoia", day(8, 6), "33"),
  proposeSlash("sequoia-latency", "sequoia", before(0, 30), {
    type: "PERFORMANCE_THRESHOLD",
    severity: 3,
    bps: 900,
    reason: "p95 latency above 275 ms for five hours",
  }),
  disputeSlash("sequoia-latency", "sequoia", before(0, 20)),

  register("willow", day(8, 10), { name: "Willow Render", region: "ap-south" }),
  stakeEth("willow", day(8, 10), "40"),
  proposeSlash("willow-fraud", "willow", before(1), {
    type: "MISBEHAVIOR",
    severity: 4,
    bps: 2_500,
    reason: "billed work that was not done",
  }),
  disputeSlash("willow-fraud", "willow", before(0, 55)),
  resolveDispute("willow-fraud", before(0, 15), { outcome: "UPHELD", reason: "the work was not done" }),
];

/** Those that the activity and the keeper go on with. */
const moving: Step[] = [
  register("zephyr", day(9, 6), { name: "Zephyr Swarm", region: "eu-central" }),
  stakeEth("zephyr", day(9, 6), "9"),
  stakeWsteth("zephyr", day(9, 6), "1"),
  register("mistral", day(9, 10), { name: "Mistral Flow", region: "eu-south" }),
  stakeEth("mistral", day(9, 10), "5"),
  register("sirocco", day(9, 14), { name: "Sirocco Grid", region: "me-central" }),
  // Over the bound of its tier by less than the slash of an outage.
  stakeEth("sirocco", day(9, 14), "10.5"),
  unstakeEth("sirocco-change", "sirocco", day(9, 16), "2"),
  cancelUnstake("sirocco-change", "sirocco", day(9, 16) + HOUR),
];

export const OPERATOR_STEPS: readonly Step[] = [
  ...stakers,
  ...ember,
  ...leavers,
  ...undisputed,
  ...disputed,
  ...tundra,
  ...live,
  ...moving,
];
