/** Scores that the keeper wrote to the chain. */
import { ponder } from "ponder:registry";
import { score } from "ponder:schema";
import { recordOperatorEvent } from "./lib/journal.ts";
import { toNumber } from "./lib/numbers.ts";
import { provenance, timeOf } from "./lib/provenance.ts";

ponder.on("DINRegistry:PerformanceScoreUpdated", async ({ event, context }) => {
  const { args } = event;
  const windowEnd = toNumber(args.windowEnd);
  await recordOperatorEvent(
    context,
    event,
    { name: "PerformanceScoreUpdated", args, parties: { REPORTER: args.reporter } },
    () => ({
      score: args.newScore,
      scoreWindowEnd: windowEnd,
      scoreUpdatedAt: timeOf(event),
    }),
  );
  await context.db.insert(score).values({
    id: event.id,
    operator: args.operator,
    reporter: args.reporter,
    oldScore: args.oldScore,
    newScore: args.newScore,
    windowStart: toNumber(args.windowStart),
    windowEnd,
    formulaVersion: args.formulaVersion,
    reportHash: args.reportHash,
    seq: toNumber(args.seq),
    ...provenance(event),
  });
});
