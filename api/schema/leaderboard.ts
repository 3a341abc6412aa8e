/** `Query.leaderboard`: who is best. */
import { type BoardRow, loadLeaderboard } from "../loaders/leaderboard.ts";
import { builder } from "./builder.ts";
import { pageCost } from "./lists.ts";
import { ConfidenceEnum } from "./metric-window.ts";
import { OperatorRef } from "./operator.ts";
import { loadOperatorView } from "./operator-view.ts";
import { BoardOrderEnum, PLACE_ARGUMENTS, RankingMetricEnum } from "./ranking-enums.ts";
import { PPM_OF_PERCENT, RankingSnapshotRef, scaled } from "./ranking-snapshot.ts";

const EntryRef = builder.objectRef<BoardRow>("LeaderboardEntry").implement({
  description:
    "An operator's place on a leaderboard, with what the snapshot says of it. What was measured is what others than the operator have measured of the service, the region and the range that were asked for.",
  fields: (t) => ({
    rank: t.exposeInt("rank", {
      description:
        "By the metric of this board: 1 is the best. The address breaks ties. `Reputation.rank` is that of the board by REPUTATION.",
    }),
    address: t.expose("operator", { description: "Whose place it is.", type: "Address" }),
    operator: t.field({
      type: OperatorRef,
      nullable: true,
      description: "It, as it is now; null if a reorg has taken back its registration since.",
      resolve: ({ operator }, _args, context) => loadOperatorView(context, operator),
    }),
    reputation: t.exposeInt("reputation", { description: "0 to 1000." }),
    score: t.float({
      nullable: true,
      description: "0 to 100, two decimals; null if it was unknown.",
      resolve: ({ score }) => scaled(score, 100),
    }),
    stakeValue: t.expose("stakeValue", { description: "ETH value of active stake.", type: "Wei" }),
    requests: t.expose("requests", {
      type: "Long",
      nullable: true,
      description: "Requests that the success rate is of; null if nothing was measured.",
    }),
    successRate: t.float({
      nullable: true,
      description: "Successes of requests, percent, four decimals; null if no request was measured.",
      resolve: ({ successPpm }) => scaled(successPpm, PPM_OF_PERCENT),
    }),
    p95LatencyMs: t.float({
      nullable: true,
      description:
        "p95 latency of successes, milliseconds: within 1 %, or the upper bound if it is only bounded. Null if no success was measured.",
      resolve: ({ p95Micros }) => scaled(p95Micros, 1_000),
    }),
    uptime: t.float({
      nullable: true,
      description: "Seconds up of those up or down, percent, four decimals; null if none was measured.",
      resolve: ({ uptimePpm }) => scaled(uptimePpm, PPM_OF_PERCENT),
    }),
    coverage: t.float({
      nullable: true,
      description: "Measured of all seconds, percent, rounded down to two decimals; null if nothing was measured.",
      resolve: ({ coverageBps }) => scaled(coverageBps, 100),
    }),
    confidence: t.expose("confidence", {
      type: ConfidenceEnum,
      nullable: true,
      description:
        "How well what was measured is known; null if nothing was. LOW, for one, is what a single reporter says.",
    }),
  }),
});

/** Every page sorts all operators: as much as reading many of them. */
export const BOARD_COST = 500;

builder.queryField("leaderboard", (t) =>
  t.connection(
    {
      type: EntryRef,
      description:
        "Operators by a metric, the best first: those with a rank, or of a service or region those of them that were measured there. Whoever has no value is left out; a measurement that nobody but the operator tells of is none. A cursor holds on to the snapshot of its page, so later pages never repeat or skip; once that is no longer kept the answer is SNAPSHOT_EXPIRED. UNKNOWN_SERVICE if there is no such service.",
      args: {
        by: t.arg({ description: "By what.", type: RankingMetricEnum, required: true }),
        ...PLACE_ARGUMENTS,
        order: t.arg({
          description: "Which end comes first.",
          type: BoardOrderEnum,
          required: true,
          defaultValue: "BEST_FIRST",
        }),
      },
      complexity: (args) => ({ field: BOARD_COST, multiplier: pageCost(args).multiplier }),
      resolve: (_root, { by, service = null, region = null, range, order, ...args }, { db }) =>
        loadLeaderboard(db, args, { metric: by, service, region, range }, order),
    },
    {
      name: "LeaderboardConnection",
      description: "A page of a leaderboard.",
      fields: (connection) => ({
        snapshot: connection.field({
          type: RankingSnapshotRef,
          nullable: true,
          description:
            "What all pages of this board are read from; null if there is none yet, and nobody on the board.",
          resolve: ({ snapshot }) => snapshot,
        }),
      }),
    },
    { name: "LeaderboardEdge", description: "An entry and its place in the list." },
  ),
);
