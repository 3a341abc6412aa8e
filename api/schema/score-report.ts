import {
  MAX_SCORE_REPORTS,
  type SealedReport,
  type SealOutcome,
  sealScoreReports,
} from "../monitoring/score-reports.ts";
import { builder } from "./builder.ts";
import { WRITE_FAILURES } from "./errors.ts";

const ScoreReportRef = builder.objectRef<SealedReport>("ScoreReport").implement({
  description: "What a score stands on, written down for good before it is written to the chain. See docs/scores.md.",
  fields: (t) => ({
    operatorAddress: t.expose("operator", { type: "Address", description: "Whose score it is." }),
    score: t.exposeInt("score", { description: "The score times 100, 0 to 10000: as the registry takes it." }),
    windowStart: t.expose("windowStart", {
      type: "DateTime",
      description: "Start of the earliest window that a part of it was measured over.",
    }),
    windowEnd: t.expose("windowEnd", { type: "DateTime", description: "Where all of them end." }),
    formulaVersion: t.exposeInt("formulaVersion", { description: "Version of the policy it was computed by." }),
    reportHash: t.expose("hash", {
      type: "Hash",
      description: "keccak256 of `report`, which is also at /scores/<reportHash>.",
    }),
    report: t.exposeString("report", {
      description: "All that the score follows from, as canonical JSON (RFC 8785), byte for byte as it was hashed.",
    }),
  }),
});

const ScoreReportResultRef = builder.objectRef<SealOutcome>("ScoreReportResult").implement({
  description: "The report of one operator's score, or why there is none.",
  fields: (t) => ({
    operatorAddress: t.expose("operator", { type: "Address", description: "Who was asked about." }),
    report: t.field({
      type: ScoreReportRef,
      nullable: true,
      description: "Null if its score cannot be written to the chain.",
      resolve: ({ result }) => ("code" in result ? null : result),
    }),
    code: t.string({
      nullable: true,
      description:
        "Why not, for programs: UNKNOWN_OPERATOR, UNKNOWN_SCORE, LOW_CONFIDENCE or OUTDATED_SCORE; null if there is a report.",
      resolve: ({ result }) => ("code" in result ? result.code : null),
    }),
    message: t.string({
      nullable: true,
      description: "Why not, for people; null if there is a report.",
      resolve: ({ result }) => ("code" in result ? result.message : null),
    }),
  }),
});

const SealedScoreReportsRef = builder.objectRef<readonly SealOutcome[]>("SealedScoreReports").implement({
  description: "The reports that were asked for. Every one of them is on disk.",
  fields: (t) => ({
    results: t.field({
      type: [ScoreReportResultRef],
      description: "Operator by operator, in the order asked for.",
      complexity: { field: 1, multiplier: MAX_SCORE_REPORTS },
      resolve: (outcomes) => [...outcomes],
    }),
  }),
});

builder.mutationField("sealScoreReports", (t) =>
  t.field({
    type: SealedScoreReportsRef,
    description:
      "Writes down what the scores of operators stand on, as evaluated last, so that they can be written to the chain with the hash of it. Only what is known with HIGH confidence. Asked again of the same score, the report is the same. Needs the scope KEEPER_WRITE.",
    access: { scope: "keeper:write" },
    args: {
      operators: t.arg({
        type: ["Address"],
        description: `1 to ${MAX_SCORE_REPORTS}, none of them twice.`,
        required: true,
      }),
    },
    errors: {
      types: WRITE_FAILURES,
      union: { name: "SealScoreReportsResult", description: "The reports, or why nothing was written." },
    },
    resolve: (_root, { operators }, context) => sealScoreReports(context, operators),
  }),
);
