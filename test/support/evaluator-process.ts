/** An evaluator as a process of its own, that a test may kill. Its clock is what its parent last told. */
import pino from "pino";
import { policyOf } from "../../api/domain/policy.ts";
import { createEvaluator } from "../../api/monitoring/evaluator.ts";
import { VIEWS } from "./follower-world.ts";
import { MEASURED_REGISTRY, RETENTION } from "./measured-world.ts";

const [connectionString = ""] = process.argv.slice(2);
let now = 0;

const evaluator = createEvaluator({
  connectionString,
  viewsSchema: VIEWS,
  policy: policyOf("production"),
  registry: MEASURED_REGISTRY,
  retention: RETENTION,
  now: () => now,
  log: pino({ level: "silent" }),
  pollMs: 5,
  batch: 2,
});

process.on("message", (told) => {
  if (typeof told !== "number") return;
  now = told;
  evaluator.start();
});
process.on("disconnect", () => process.exit(0));
process.send?.("ready");
