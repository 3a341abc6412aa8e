/** The numbers that a reputation is made with. */
import type { Policy } from "../domain/policy.ts";
import { VIOLATION_SEVERITIES, type ViolationSeverity } from "../domain/violation.ts";
import { builder } from "./builder.ts";
import { ViolationSeverityEnum } from "./violation-enums.ts";

const ViolationCostRef = builder.objectRef<{ severity: ViolationSeverity; points: number }>("ViolationCost").implement({
  description: "What a violation takes off a reputation.",
  fields: (t) => ({
    severity: t.expose("severity", { description: "How severe it is.", type: ViolationSeverityEnum }),
    points: t.exposeInt("points", { description: "When it opens; less from then on." }),
  }),
});

export const ReputationPolicyRef = builder
  .objectRef<Pick<Policy, "reputation" | "time">>("ReputationPolicy")
  .implement({
    description: "How the reputation is made.",
    fields: (t) => {
      const int = (description: string, key: "maximum" | "priorHours" | "slashCost" | "disagreementCost") =>
        t.int({ description, resolve: ({ reputation }) => reputation[key] });
      const halfLife = (
        description: string,
        key: "scoreHalfLife" | "slashHalfLife" | "violationHalfLife" | "disagreementHalfLife",
      ) => t.int({ description, resolve: ({ reputation, time }) => reputation[key] * time.intervalSeconds });
      return {
        maximum: int("Best of the scale.", "maximum"),
        priorScore: t.float({
          description: "The hourly score that everybody is taken to have had for `priorHours`.",
          resolve: ({ reputation }) => reputation.priorScore / 100,
        }),
        priorHours: int("Hours, fully measured and just now, that the prior weighs.", "priorHours"),
        scoreHalfLifeSeconds: halfLife("After so long an hourly score weighs half.", "scoreHalfLife"),
        slashCost: int("What a slash of the whole stake takes off; one of a part takes the same part.", "slashCost"),
        slashHalfLifeSeconds: halfLife("After so long it costs half.", "slashHalfLife"),
        violationCosts: t.field({
          type: [ViolationCostRef],
          description: "What a violation takes off, by its severity.",
          complexity: { field: 1, multiplier: VIOLATION_SEVERITIES.length },
          resolve: ({ reputation }) =>
            VIOLATION_SEVERITIES.map((severity) => ({ severity, points: reputation.violationCost[severity] })),
        }),
        violationHalfLifeSeconds: halfLife("After so long it costs half.", "violationHalfLife"),
        disagreementCost: int(
          "What is taken off each time the operator's own reports disagree with the consensus.",
          "disagreementCost",
        ),
        disagreementHalfLifeSeconds: halfLife("After so long it costs half.", "disagreementHalfLife"),
        horizonHalfLives: t.int({
          description: "After so many half-lives anything counts for nothing.",
          resolve: ({ reputation }) => reputation.horizonHalfLives,
        }),
      };
    },
  });
