/** What the keeper asks of the API, in the shapes of a sight. Like any other user, through the client. */
import {
  type DinClient,
  KeeperSightDocument,
  LiveSlashesDocument,
  RecentSlashesDocument,
  ScoresToPublishDocument,
  SealScoreReportsDocument,
  SlashReviewsDocument,
  SliceReviewsDocument,
  SlicesToProposeDocument,
} from "@dreamnet/din-infrastructure-core";
import type { Address } from "viem";
import { hundredths, lower, reviewOf, scoreOf, sealedOf, seconds, slashOf, sliceOf } from "./api-shapes.ts";
import type { SealedScore } from "./calls.ts";
import type { RecentSlash, Review, ScoreSeen, SlashSeen, SliceSeen } from "./sight.ts";

/** What the API says of itself. */
export interface ApiState {
  readonly chainId: number;
  /** Lowercase. */
  readonly registry: Address;
  readonly lagSeconds: number;
  readonly healthy: boolean;
  /** Whether the keepers' kill-switch is on. */
  readonly keeperPaused: boolean;
  readonly intervalSeconds: number;
  /** `scoreMove` x 100. */
  readonly publishing: { readonly scoreMove: number; readonly scoreSeconds: number };
}

export interface ApiReader {
  state(): Promise<ApiState>;
  slices(): Promise<SliceSeen[]>;
  liveSlashes(): Promise<SlashSeen[]>;
  /** Those proposed at `since` or later, Unix seconds. */
  recentSlashes(since: number): Promise<RecentSlash[]>;
  scores(): Promise<ScoreSeen[]>;
  /** Null if a slash for it has appeared since. */
  reviewOfSlice(slice: SliceSeen): Promise<Review | null>;
  /** By number; those that are not there any more are left out. At most 10. */
  reviewsOfSlashes(slashes: readonly SlashSeen[]): Promise<ReadonlyMap<string, Review>>;
  /** Writes down what the scores stand on, before they are published. At most 100 operators. */
  seal(operators: readonly Address[]): Promise<Sealed>;
}

export interface Sealed {
  readonly sealed: readonly SealedScore[];
  /** Those that have no score to publish, and why. */
  readonly refused: readonly { readonly operator: Address; readonly code: string }[];
}

/** Longer than the API takes for anything; a page of reviews is the longest. Milliseconds. */
const TIMEOUT_MS = 20_000;

/** @param signal ends what is being asked */
export function createApiReader(din: DinClient, signal: AbortSignal): ApiReader {
  const options = () => ({ signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]) });
  return {
    async state() {
      const { indexer, keeper, policy } = await din.request(KeeperSightDocument, {}, options());
      const { scoreMove, scoreSeconds } = policy.publishing;
      return {
        chainId: indexer.chainId,
        registry: lower(indexer.registry),
        lagSeconds: indexer.lagSeconds,
        healthy: indexer.healthy,
        keeperPaused: keeper.paused,
        intervalSeconds: policy.time.intervalSeconds,
        publishing: { scoreMove: hundredths(scoreMove), scoreSeconds },
      };
    },

    async slices() {
      const nodes = await allPages(async (after) => {
        return (await din.request(SlicesToProposeDocument, { after }, options())).violationSlices;
      });
      return unique(nodes.map(sliceOf), ({ incidentKey }) => incidentKey);
    },

    async liveSlashes() {
      const nodes = await allPages(async (after) => {
        return (await din.request(LiveSlashesDocument, { after }, options())).slashes;
      });
      return unique(nodes.map(slashOf), ({ id }) => id);
    },

    async recentSlashes(since) {
      const isOlder = ({ proposedAt }: { readonly proposedAt: string }) => seconds(proposedAt) < since;
      const nodes = await allPages(
        async (after) => (await din.request(RecentSlashesDocument, { after }, options())).slashes,
        (page) => page.some(isOlder),
      );
      return nodes
        .filter((node) => !isOlder(node))
        .map(({ operatorAddress, violationType, proposedAt }) => ({
          operator: lower(operatorAddress),
          type: violationType,
          proposedAt: seconds(proposedAt),
        }));
    },

    async scores() {
      const nodes = await allPages(async (after) => {
        return (await din.request(ScoresToPublishDocument, { after }, options())).operators;
      });
      return unique(nodes.map(scoreOf), ({ operator }) => operator);
    },

    async reviewOfSlice({ incidentKey, operator, assessedAt }) {
      // "Later than": a moment before its own.
      const assessedAfter = new Date((assessedAt - 1) * 1_000).toISOString();
      const nodes = await allPages(
        async (after) =>
          (await din.request(SliceReviewsDocument, { operator, assessedAfter, after }, options())).violationSlices,
        (page) => page.some((node) => node.incidentKey === incidentKey),
      );
      const found = nodes.find((node) => node.incidentKey === incidentKey);
      return found === undefined ? null : reviewOf(found.review);
    },

    async reviewsOfSlashes(slashes) {
      const ids = slashes.map(({ nodeId }) => nodeId);
      const { nodes } = await din.request(SlashReviewsDocument, { ids }, options());
      return new Map(
        nodes.flatMap((node): [string, Review][] =>
          node !== null && "review" in node && node.review ? [[node.slashId, reviewOf(node.review)]] : [],
        ),
      );
    },

    async seal(operators) {
      const answer = (await din.request(SealScoreReportsDocument, { operators: [...operators] }, options()))
        .sealScoreReports;
      if (answer.__typename !== "SealedScoreReports") throw new Error(`${answer.code}: ${answer.message}`);
      return {
        sealed: answer.results.flatMap(({ report }) => (report === null ? [] : [sealedOf(report)])),
        refused: answer.results.flatMap(({ report, operatorAddress, code }) =>
          report === null ? [{ operator: lower(operatorAddress), code: code ?? "UNKNOWN" }] : [],
        ),
      };
    },
  };
}

interface Page<Node> {
  readonly nodes: readonly Node[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor?: string | null };
}

/** A list that does not end is none of ours. */
const MAX_PAGES = 1_000;

/** @param isEnough of a page: no later one is asked for */
async function allPages<Node>(
  ask: (after: string | null) => Promise<Page<Node>>,
  isEnough: (page: readonly Node[]) => boolean = () => false,
): Promise<Node[]> {
  const all: Node[] = [];
  let after: string | null = null;
  for (let count = 0; count < MAX_PAGES; count++) {
    const { nodes, pageInfo }: Page<Node> = await ask(after);
    all.push(...nodes);
    if (!pageInfo.hasNextPage || isEnough(nodes)) return all;
    after = pageInfo.endCursor ?? null;
  }
  throw new Error(`The API answers with more than ${MAX_PAGES} pages.`);
}

/** What moves while pages are read may come twice. */
function unique<Item>(items: readonly Item[], keyOf: (item: Item) => string): Item[] {
  return [...new Map(items.map((item) => [keyOf(item), item])).values()];
}
