/** What the registry would accept next of a slash, beside the registry's own conditions. The API's clock stands at NOW. */
import { describe, expect, test } from "vitest";
import type { Rows } from "../fold/tables.ts";
import { address, ETHER, NOW, registryRow, slashRow, stakedRow } from "./support/rows.ts";
import { apiSuite } from "./support/suite.ts";

const iso = (seconds: number) => new Date(seconds * 1_000).toISOString();
const RICH = address(1);

/** Live ones, in every state, by what may be done to them now. */
const LIVE = {
  disputable: { disputeUntil: NOW },
  undisputed: { disputeUntil: NOW - 1 },
  large: { disputeUntil: NOW - 1, bps: 1_001 },
  atTheBound: { disputeUntil: NOW - 1, bps: 1_000 },
  approved: { disputeUntil: NOW - 1, bps: 4_000, approvedAt: NOW - 9 },
  approvedAtBirth: { disputeUntil: NOW - 1, bps: 4_000, approvedAtBirth: true },
  lastMoment: { disputeUntil: NOW - 100, executeBy: NOW },
  overdue: { disputeUntil: NOW - 100, executeBy: NOW - 1 },
  resolvable: { state: "DISPUTED", disputeUntil: NOW - 50, resolveBy: NOW },
  silent: { state: "DISPUTED", disputeUntil: NOW - 50, resolveBy: NOW - 1 },
  upheld: { state: "UPHELD", disputeUntil: NOW - 50, resolveBy: NOW + 50 },
  cancelled: { state: "CANCELLED", disputeUntil: NOW + 50 },
} as const satisfies Record<string, Partial<Rows["slash"]>>;
type LiveName = keyof typeof LIVE;

const liveRows = Object.values(LIVE).map((told, index) =>
  slashRow({ id: BigInt(index + 10), operator: RICH, proposedAt: NOW - 200_000, executeBy: NOW + 1_000, ...told }),
);

const suite = apiSuite({ operator: [stakedRow({ address: RICH, ethActive: 50n * ETHER })], slash: liveRows });

const STEPS = ["needsApproval", "disputable", "resolvable", "executable", "expirable"] as const;

/** What may happen next to each live slash: a deadline belongs to the window it closes. */
async function nextSteps(): Promise<Record<string, string[]>> {
  const answer = await suite.api.ask(
    `{ operator(address: "${RICH}") { ... on Operator { slashes(last: 100) { nodes { slashId next { ${STEPS.join(" ")} } } } } } }`,
  );
  expect(answer.errors).toEqual([]);
  const names = Object.keys(LIVE);
  const found: Record<string, string[]> = {};
  for (const [, id, steps = ""] of answer.text.matchAll(/"slashId":"(\d+)","next":\{([^}]*)\}/g)) {
    found[names[Number(id) - 10] ?? "?"] = STEPS.filter((step) => steps.includes(`"${step}":true`));
  }
  return found;
}

const setRegistry = async (told: Partial<Rows["registry"]>) => {
  await suite.database.client.query("delete from din_indexer_one.registry");
  await suite.database.fill({ registry: [registryRow(told)] });
};

describe("what may happen next to a slash", () => {
  const UNPAUSED: Record<LiveName, string[]> = {
    disputable: ["disputable"],
    undisputed: ["executable"],
    large: ["needsApproval"],
    atTheBound: ["executable"],
    approved: ["executable"],
    approvedAtBirth: ["executable"],
    lastMoment: ["executable"],
    overdue: ["expirable"],
    resolvable: ["resolvable"],
    silent: ["executable"],
    upheld: ["executable"],
    cancelled: [],
  };
  const without = (step: string) =>
    Object.fromEntries(Object.entries(UNPAUSED).map(([name, steps]) => [name, steps.filter((each) => each !== step)]));
  const still = { pauseExpiresAt: NOW + 1_000, clockStoppedAt: NOW, pausedSeconds: 0 };

  test.each<[string, Partial<Rows["registry"]>, Record<string, string[]>]>([
    ["nothing is paused", {}, UNPAUSED],
    ["staking is paused, which is something else", { pauseMask: 1, ...still, clockStoppedAt: 0 }, UNPAUSED],
    ["slashing is paused", { pauseMask: 4, ...still }, without("executable")],
    ["disputes are paused", { pauseMask: 8, ...still }, { ...UNPAUSED, disputable: [], resolvable: [] }],
    [
      "the pause has lapsed this second",
      { pauseMask: 12, pauseExpiresAt: NOW, clockStoppedAt: NOW, pausedSeconds: 0 },
      UNPAUSED,
    ],
    [
      "the clock stood still for a second: what had just ended has not",
      { pausedSeconds: 1 },
      {
        ...UNPAUSED,
        undisputed: ["disputable"],
        large: ["needsApproval", "disputable"],
        atTheBound: ["disputable"],
        approved: ["disputable"],
        approvedAtBirth: ["disputable"],
        overdue: ["executable"],
        silent: ["resolvable"],
      },
    ],
  ])("%s", async (_what, told, expected) => {
    await setRegistry(told);
    expect(await nextSteps()).toEqual(expected);
    await setRegistry({});
  });

  test("a pause in force stops the slash clock, and the registry says what is paused", async () => {
    await setRegistry({ pauseMask: 12, pauseExpiresAt: NOW + 500, clockStoppedAt: NOW - 100, pausedSeconds: 7_200 });
    const answer = await suite.api.ask("{ registry { paused pausedUntil slashClock } }");
    expect(answer.data).toEqual({
      registry: { paused: ["SLASHING", "DISPUTES"], pausedUntil: iso(NOW + 500), slashClock: iso(NOW - 7_300) },
    });
    await setRegistry({});
  });
});
