import DataLoader from "dataloader";
import type pg from "pg";
import type { Policy } from "../domain/policy.ts";
import type { Retention } from "../domain/resolution.ts";
import type { ProposedSlash, Review } from "../domain/review.ts";
import { loadReview } from "../monitoring/review.ts";

interface ReviewRequest {
  readonly incidentKey: string;
  /** Null for a slice of which no slash was proposed. */
  readonly proposed: ProposedSlash | null;
}

export type ReviewLoader = DataLoader<ReviewRequest, Review, string>;

interface ReviewSource {
  readonly pool: pg.Pool;
  readonly policy: Policy;
  readonly retention: Retention;
  readonly now: number;
}

/** Reviews, one after another: each reads a dossier that may have megabytes, and a document may ask for many. */
export function createReviewLoader(source: ReviewSource): ReviewLoader {
  return new DataLoader<ReviewRequest, Review, string>(
    async (requests) => {
      const reviews: (Review | Error)[] = [];
      for (const { incidentKey, proposed } of requests) {
        reviews.push(await loadReview(source.pool, incidentKey, proposed, source).catch(asError));
      }
      return reviews;
    },
    { cacheKeyFn: ({ incidentKey, proposed }) => JSON.stringify([incidentKey, proposed]) },
  );
}

/** One that fails is no reason to be told nothing of the others. */
function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
