import { REVIEW_FINDINGS, type Review, type ReviewFinding } from "../domain/review.ts";
import { builder } from "./builder.ts";
import { SlashRef } from "./slash.ts";
import { ViolationSliceRef } from "./violation.ts";

/** A dossier is read, hashed and recomputed for it. */
const REVIEW_COST = { field: 300, multiplier: 1 };

const ReviewFindingKindEnum = builder.enumType("ReviewFindingKind", {
  description: "What may speak against a slash.",
  values: {
    UNKNOWN_INCIDENT: { description: "Nothing was assessed under its incident key, or not of its operator." },
    OTHER_EVIDENCE: { description: "Its evidence is not the dossier of what was assessed." },
    TOO_LARGE: { description: "It takes more than was assessed." },
    OTHER_TERMS: { description: "It names another type or severity, or a fault outside of the period assessed." },
    LOW_CONFIDENCE: { description: "What was assessed was not known well enough for an automatic slash." },
    WRONG_ARITHMETIC: { description: "Recomputed from its own dossier, the charge is smaller." },
    LATER_DATA: { description: "Measurements that came later, or maintenance, leave less to be charged." },
  } satisfies Record<(typeof REVIEW_FINDINGS)[number], object>,
});

export const ReviewFindingRef = builder.objectRef<ReviewFinding>("ReviewFinding").implement({
  description: "Something that speaks against a slash.",
  fields: (t) => ({
    kind: t.expose("kind", { type: ReviewFindingKindEnum, description: "What it is." }),
    message: t.exposeString("message", { description: "For people: one line, with the figures." }),
  }),
});

const ReviewRef = builder.objectRef<Review>("Review").implement({
  description:
    "Whether a slash agrees with what was assessed, with its dossier recomputed from its own reports, and with all that is known now.",
  fields: (t) => ({
    agrees: t.boolean({ description: "Whether nothing was found.", resolve: ({ findings }) => findings.length === 0 }),
    basisPoints: t.expose("basisPoints", {
      type: "BasisPoints",
      description: "What remains justified, of the stake: never more than was assessed, or proposed.",
    }),
    findings: t.field({
      type: [ReviewFindingRef],
      description: "What speaks against it, each kind at most once.",
      complexity: { field: 1, multiplier: REVIEW_FINDINGS.length },
      resolve: ({ findings }) => [...findings],
    }),
  }),
});

builder.objectField(ViolationSliceRef, "review", (t) =>
  t.field({
    type: ReviewRef,
    description: "What a slash that is proposed for it now would be reviewed to. Recomputed for each request.",
    complexity: REVIEW_COST,
    resolve: ({ incidentKey }, _args, { loaders }) => loaders.review.load({ incidentKey, proposed: null }),
  }),
);

builder.objectField(SlashRef, "review", (t) =>
  t.field({
    type: ReviewRef,
    nullable: true,
    description:
      "Whether what was proposed agrees with all that is known now. Recomputed for each request; null for a slash by governance itself, which claims nothing that is measured.",
    complexity: REVIEW_COST,
    resolve: (
      { incidentKey, operator, violationType, severity, faultStart, faultEnd, bps, evidenceHash },
      _args,
      context,
    ) => {
      if (violationType === "GOVERNANCE") return null;
      const proposed = { operator, violationType, severity, faultStart, faultEnd, bps, evidenceHash };
      return context.loaders.review.load({ incidentKey, proposed });
    },
  }),
);
