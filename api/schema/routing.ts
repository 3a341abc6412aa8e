/** `routingCandidates`: whom Control Core sends requests to. */
import { ID, ID_RULE } from "../domain/naming.ts";
import { type ExclusionReason, sharesOf } from "../domain/routing.ts";
import { RequestError } from "../loaders/errors.ts";
import { MAX_PAGE_SIZE } from "../loaders/page.ts";
import { loadRoutingTable, type RouteRow, type RoutingTable } from "../loaders/routing.ts";
import { builder } from "./builder.ts";
import { CircuitStateEnum } from "./circuit.ts";
import { type EnumValues, StatusEnum, TierEnum } from "./enums.ts";
import { ConfidenceEnum } from "./metric-window.ts";
import { OperatorRef } from "./operator.ts";
import { loadOperatorView } from "./operator-view.ts";

const ExclusionReasonEnum = builder.enumType("ExclusionReason", {
  description: "Why an operator gets no requests for a service in a region.",
  values: {
    REGISTRY_PAUSED: { value: "REGISTRY_PAUSED", description: "The registry is paused in all its functions." },
    KILL_SWITCH: { value: "KILL_SWITCH", description: "Somebody took the operator out; see `setCircuit`." },
    STATUS: { value: "STATUS", description: "It is neither ACTIVE nor DEGRADED." },
    SILENT: { value: "SILENT", description: "Nothing is measured of it there any more." },
    CIRCUIT_OPEN: { value: "CIRCUIT_OPEN", description: "Too few requests succeeded there just now." },
    SCORE_UNKNOWN: { value: "SCORE_UNKNOWN", description: "Too little is known of it." },
    SCORE_TOO_LOW: { value: "SCORE_TOO_LOW", description: "Its score is below `policy.routing.minScore`." },
    WEIGHTLESS: {
      value: "WEIGHTLESS",
      description: "Its tier is never routed to, or live slashes may take all it has.",
    },
  } satisfies EnumValues<ExclusionReason>,
});

type Candidate = RouteRow & { readonly share: number };

const RouteRef = builder.interfaceRef<RouteRow>("Route").implement({
  description: "An operator's service in a region, as it is routed to.",
  fields: (t) => ({
    address: t.expose("address", { type: "Address", description: "The operator." }),
    operator: t.field({
      type: OperatorRef,
      nullable: true,
      description: "All else that is known of it; null while its registration is not mirrored.",
      resolve: ({ address }, _args, context) => loadOperatorView(context, address),
    }),
    status: t.expose("status", { type: StatusEnum, description: "Where it stands." }),
    tier: t.expose("tier", { type: TierEnum, description: "By ETH value of active stake." }),
    score: t.float({
      nullable: true,
      description: "0 to 100; null while unknown.",
      resolve: ({ score }) => (score === null ? null : score / 100),
    }),
    confidence: t.expose("confidence", { type: ConfidenceEnum, description: "How well the score is known." }),
    circuit: t.expose("circuit", { type: CircuitStateEnum, description: "Of this service in this region." }),
    circuitSince: t.expose("circuitSince", {
      type: "DateTime",
      nullable: true,
      description: "Null if it never changed.",
    }),
    liveSlash: t.expose("liveSlashBps", {
      type: "BasisPoints",
      description: "What of its stake live slashes may take: those proposed, disputed or upheld.",
    }),
  }),
});

const CandidateRef = builder.objectRef<Candidate>("RoutingCandidate").implement({
  description: "Somebody to send requests to.",
  interfaces: [RouteRef],
  fields: (t) => ({
    weight: t.exposeInt("weight", {
      description:
        "Share of the requests it gets beside others. 100,000,000 is a score of 100 in TIER_1 with HIGH confidence, without a live slash and with a closed circuit.",
    }),
    share: t.expose("share", {
      type: "BasisPoints",
      description: "What its weight is of those of the candidates listed here, rounded down.",
    }),
  }),
});

const ExclusionRef = builder.objectRef<RouteRow>("RoutingExclusion").implement({
  description: "Somebody who gets no requests, and why.",
  interfaces: [RouteRef],
  fields: (t) => ({
    reasons: t.field({
      type: [ExclusionReasonEnum],
      description: "All that hold.",
      complexity: { field: 1, multiplier: 1 },
      resolve: ({ excluded }) => [...excluded],
    }),
  }),
});

const TableRef = builder.objectRef<RoutingTable>("RoutingTable").implement({
  description: "Who gets requests for a service in a region. All of it is of one moment.",
  fields: (t) => ({
    version: t.exposeString("version", {
      description:
        "Opaque, and another whenever the table says something else: for `ifNotVersion`. It does not know of `asOf`, `block`, what an `operator` leads to, and what was asked for by `limit`, `minScore` and the page of the excluded ones.",
    }),
    unchanged: t.exposeBoolean("unchanged", {
      description: "Whether that is `ifNotVersion`: then nothing is listed, and what the caller has still holds.",
    }),
    asOf: t.expose("asOf", {
      type: "DateTime",
      nullable: true,
      description:
        "When changes were looked for last, to 5 seconds; null if they never were. If it is long ago, no API process keeps the routes.",
    }),
    block: t.exposeInt("block", {
      nullable: true,
      description: "The last block that the routes know of; null if of none yet. Not part of `version`.",
    }),
    paused: t.exposeBoolean("paused", {
      description: "Whether the registry is paused in all its functions: then nobody is a candidate.",
    }),
    candidates: t.field({
      type: [CandidateRef],
      description: "The heaviest first.",
      complexity: { field: 0, multiplier: 1 },
      resolve: ({ candidates }) => {
        const shares = sharesOf(candidates.map(({ weight }) => weight));
        return candidates.map((row, index) => ({ ...row, share: shares[index] ?? 0 }));
      },
    }),
    candidateCount: t.exposeInt("candidateCount", { description: "How many there are, listed or not, of any score." }),
    excluded: t.field({
      type: [ExclusionRef],
      description: "Who gets none, by address.",
      complexity: { field: 0, multiplier: 1 },
      resolve: ({ excluded }) => [...excluded],
    }),
    excludedCount: t.exposeInt("excludedCount", { description: "How many there are, listed or not." }),
  }),
});

builder.queryField("routingCandidates", (t) =>
  t.field({
    type: TableRef,
    description:
      "Whom to send requests for a service to: operators that are ACTIVE or DEGRADED, by score x the tier's priority x confidence x what live slashes leave x the circuit's share. Only of what somebody else than the operator has measured within a day.",
    args: {
      service: t.arg.string({ description: "Id of the service.", required: true }),
      region: t.arg.string({
        description: "As those who measure call it; `global` in the scalar form.",
        required: true,
      }),
      limit: t.arg.int({
        description: `Most candidates listed, 0 to ${MAX_PAGE_SIZE}.`,
        required: true,
        defaultValue: 20,
      }),
      minScore: t.arg.float({ description: "Of the candidates only those with at least this score, 0 to 100." }),
      excludedLimit: t.arg.int({
        description: `Most excluded ones listed, 0 to ${MAX_PAGE_SIZE}.`,
        required: true,
        defaultValue: 20,
      }),
      excludedAfter: t.arg({ type: "Address", description: "Of the excluded ones only those after this address." }),
      ifNotVersion: t.arg.string({
        description: "The `version` that the caller has: if it still holds, nothing is listed.",
      }),
      minBlock: t.arg.int({
        description:
          "Fail with BLOCK_NOT_INDEXED unless the routes know of this block: reads your own writes, a second or so after they are mirrored.",
      }),
    },
    complexity: ({ limit, excludedLimit }) => ({
      field: 5,
      multiplier: Math.max(1, checkedLimit("limit", limit) + checkedLimit("excludedLimit", excludedLimit)),
    }),
    resolve: async (_root, args, context) => {
      const { service, region, limit, minScore, excludedLimit, excludedAfter, ifNotVersion, minBlock } = args;
      return loadRoutingTable(
        context.db,
        {
          ...{ service: checkedId("service", service), region: checkedId("region", region), limit, excludedLimit },
          minScore: typeof minScore === "number" ? checkedScore(minScore) : null,
          known: ifNotVersion ?? null,
          excludedAfter: excludedAfter ?? null,
          minBlock: minBlock ?? null,
        },
        context.registry,
        context.now,
      );
    },
  }),
);

function checkedLimit(argument: string, limit: number): number {
  if (limit >= 0 && limit <= MAX_PAGE_SIZE) return limit;
  throw new RequestError(
    "PAGE_SIZE_OUT_OF_RANGE",
    `\`${argument}\` must be from 0 to ${MAX_PAGE_SIZE}, but is ${limit}.`,
    { argument, minimum: 0, maximum: MAX_PAGE_SIZE },
  );
}

export function checkedId(argument: string, id: string): string {
  if (ID.test(id)) return id;
  throw new RequestError("INVALID_FILTER", `\`${argument}\` must be ${ID_RULE}.`, { argument });
}

/** x 100: scores have two decimals. */
function checkedScore(score: number): number {
  if (score >= 0 && score <= 100) return Math.ceil(score * 100 - 1e-9);
  throw new RequestError("INVALID_FILTER", "`minScore` must be from 0 to 100.", { argument: "minScore" });
}
