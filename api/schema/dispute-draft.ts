import { encodeFunctionData, type Hex, isHex } from "viem";
import { dinRegistryAbi as abi } from "../../abis/index.ts";
import { slashOptions } from "../domain/slash-options.ts";
import type { DraftRow } from "../loaders/dispute-drafts.ts";
import type { SlashRow } from "../loaders/slashes.ts";
import { builder } from "./builder.ts";
import type { Context } from "./context.ts";
import { ReviewFindingRef } from "./review.ts";
import { DisputeRef, SlashRef, slashFacts, slashMoment } from "./slash.ts";
import { UnsignedTransactionRef, unsigned } from "./transactions.ts";
import { ViolationSliceRef } from "./violation.ts";

/** A pack may have four megabytes. */
const PACK_COST = { field: 100, multiplier: 1 };

interface DraftView {
  readonly draft: DraftRow;
  readonly slash: SlashRow;
}

const DisputeDraftRef = builder.objectRef<DraftView>("DisputeDraft").implement({
  description:
    "What a slash may be disputed with: drafted when a review of it finds something, and again when it finds something else. It never changes.",
  fields: (t) => ({
    evidenceHash: t.field({
      type: "Hash",
      description: "keccak256 of `pack`.",
      resolve: ({ draft }) => draft.evidenceHash,
    }),
    uri: t.string({
      description: "Where the pack is.",
      resolve: ({ draft }, _args, context) => uriOf(draft, context),
    }),
    findings: t.field({
      type: [ReviewFindingRef],
      description: "What speaks against the slash.",
      complexity: { field: 1, multiplier: 7 },
      resolve: ({ draft }) => [...draft.findings],
    }),
    draftedAt: t.field({
      type: "DateTime",
      description: "When it was drafted.",
      resolve: ({ draft }) => draft.draftedAt,
    }),
    pack: t.string({
      description: "The evidence as canonical JSON (RFC 8785), byte for byte as it was hashed.",
      complexity: PACK_COST,
      resolve: async ({ draft: { evidenceHash } }, _args, context) => {
        const pack = await context.loaders.disputePack.load(evidenceHash);
        if (pack === null) throw new Error(`no pack ${evidenceHash}`);
        return pack;
      },
    }),
    transaction: t.field({
      type: UnsignedTransactionRef,
      nullable: true,
      description:
        "Disputes the slash with it, for the operator or a manager to send, with the bond; null while the slash cannot be disputed.",
      resolve: async ({ draft, slash }, _args, context) => {
        const { clock, pauseMask } = await slashMoment(context);
        if (!slashOptions(slashFacts(slash), clock, pauseMask).disputable) return null;
        const args = [slash.id, hashOf(draft.evidenceHash), uriOf(draft, context)] as const;
        const data = encodeFunctionData({ abi, functionName: "disputeSlash", args });
        return unsigned(context, data, slash.disputeBond);
      },
    }),
  }),
});

function uriOf({ evidenceHash }: DraftRow, { publicUrl }: Context): string {
  return `${publicUrl}/evidence/${evidenceHash}`;
}

function hashOf(text: string): Hex {
  if (!isHex(text)) throw new TypeError(`not a hash: ${text}`);
  return text;
}

builder.objectField(SlashRef, "disputeDraft", (t) =>
  t.field({
    type: DisputeDraftRef,
    nullable: true,
    description: "The newest draft of a dispute of it; null if no review of it found anything.",
    resolve: async (slash, _args, { loaders }) => {
      const draft = await loaders.disputeDraft.load(slash);
      return draft === null ? null : { draft, slash };
    },
  }),
);

builder.objectField(DisputeRef, "evidence", (t) =>
  t.string({
    nullable: true,
    description: "What `evidenceHash` is of, if it was drafted here: canonical JSON (RFC 8785), as it was hashed.",
    complexity: PACK_COST,
    resolve: ({ disputeEvidenceHash }, _args, { loaders }) =>
      disputeEvidenceHash === null ? null : loaders.disputePack.load(disputeEvidenceHash),
  }),
);

builder.objectField(ViolationSliceRef, "dispute", (t) =>
  t.field({
    type: DisputeRef,
    nullable: true,
    description:
      "The dispute of the slash that was proposed for it: it stands beside the dossier, which never changes.",
    resolve: async ({ incidentKey }, _args, { loaders }) => {
      const slash = await loaders.incidentSlash.load(incidentKey);
      return slash === null || slash.disputer === null ? null : slash;
    },
  }),
);
