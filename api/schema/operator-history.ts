import { zeroHash } from "viem";
import type { MetadataChangeRow, ScoreRow, StatusChangeRow } from "../loaders/history.ts";
import { builder } from "./builder.ts";
import { connectionOf } from "./connection.ts";
import type { Context } from "./context.ts";
import { RegistryStatusEnum, StatusCauseEnum } from "./enums.ts";
import { ProvenanceRef } from "./provenance.ts";

const REPORT =
  "The report that `reportHash` is of, as canonical JSON (RFC 8785), also at /scores/<reportHash>; null if it is none of ours.";

export const PublishedScoreRef = builder
  .objectRef<Pick<ScoreRow, "operator" | "newScore" | "windowEnd"> & { updatedAt: number }>("PublishedScore")
  .implement({
    description: "The last score written to the chain.",
    fields: (t) => ({
      value: t.float({ description: "0 to 100, two decimals.", resolve: (score) => score.newScore / 100 }),
      windowEnd: t.expose("windowEnd", { type: "DateTime", description: "End of the window it was measured over." }),
      updatedAt: t.expose("updatedAt", { type: "DateTime", description: "When it was written." }),
      reportHash: t.field({
        type: "Hash",
        nullable: true,
        description: "keccak256 of the report it stands on; null if it was written without one.",
        resolve: ({ operator }, _args, context) => lastReportHash(operator, context),
      }),
      report: t.string({
        nullable: true,
        description: REPORT,
        resolve: async ({ operator }, _args, context) => {
          const hash = await lastReportHash(operator, context);
          return hash === null ? null : context.loaders.scoreReport.load(hash);
        },
      }),
    }),
  });

async function lastReportHash(operator: string, { loaders }: Context): Promise<string | null> {
  const last = await loaders.publishedScores.load({ parent: operator, args: { first: 1 }, filter: null });
  const hash = last.edges[0]?.node.reportHash ?? zeroHash;
  return hash === zeroHash ? null : hash;
}

export const ScoreUpdateRef = builder.objectRef<ScoreRow>("ScoreUpdate").implement({
  description: "A score as it was written to the chain.",
  fields: (t) => ({
    value: t.float({ description: "0 to 100, two decimals.", resolve: (score) => score.newScore / 100 }),
    previous: t.float({
      nullable: true,
      description: "The score before, 0 to 100, two decimals; null for the first.",
      resolve: async (score, _args, { loaders }) => {
        if (score.oldScore > 0) return score.oldScore / 100;
        return (await loaders.firstScore.load(score.operator)) === score.id ? null : 0;
      },
    }),
    windowStart: t.expose("windowStart", {
      description: "Start of the window it was measured over.",
      type: "DateTime",
    }),
    windowEnd: t.expose("windowEnd", { description: "End of the window it was measured over.", type: "DateTime" }),
    formulaVersion: t.exposeFloat("formulaVersion", {
      description: "Version of the formula it was computed by: an integer below 2^32, more than an Int holds.",
    }),
    reportHash: t.expose("reportHash", { type: "Hash", description: "keccak256 of the report it stands on." }),
    report: t.string({
      nullable: true,
      description: REPORT,
      resolve: ({ reportHash }, _args, { loaders }) => loaders.scoreReport.load(reportHash),
    }),
    reporter: t.expose("reporter", { description: "Who wrote it.", type: "Address" }),
    seq: t.exposeInt("seq", { description: "The operator's event counter." }),
    source: t.field({
      description: "Where on the chain the event stands.",
      type: ProvenanceRef,
      resolve: (score) => score,
    }),
  }),
});

export const ScoreUpdateConnectionRef = connectionOf(ScoreUpdateRef, "ScoreUpdate");

export const StatusChangeRef = builder.objectRef<StatusChangeRow>("StatusChange").implement({
  description: "A status change as the registry emitted it.",
  fields: (t) => ({
    from: t.expose("from", { description: "The status before.", type: RegistryStatusEnum }),
    to: t.expose("to", { description: "The status after.", type: RegistryStatusEnum }),
    cause: t.expose("cause", { description: "What made the registry look.", type: StatusCauseEnum }),
    seq: t.exposeInt("seq", { description: "The operator's event counter." }),
    causeId: t.field({
      type: "ID",
      nullable: true,
      description: "The unstake request or slash behind it; null where there is none.",
      resolve: (change) => (change.causeId === 0n ? null : change.causeId.toString()),
    }),
    source: t.field({
      description: "Where on the chain the event stands.",
      type: ProvenanceRef,
      resolve: (change) => change,
    }),
  }),
});

export const StatusChangeConnectionRef = connectionOf(StatusChangeRef, "StatusChange");

export const MetadataChangeRef = builder.objectRef<MetadataChangeRow>("MetadataChange").implement({
  description: "What an operator said of itself, from then on.",
  fields: (t) => ({
    uri: t.exposeString("uri", { description: "Its self-description from then on; empty if none." }),
    seq: t.exposeInt("seq", { description: "The operator's event counter." }),
    source: t.field({
      description: "Where on the chain the event stands.",
      type: ProvenanceRef,
      resolve: (change) => change,
    }),
  }),
});

export const MetadataChangeConnectionRef = connectionOf(MetadataChangeRef, "MetadataChange");
