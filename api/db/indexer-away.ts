/** What work in the background meets while the indexer is away: it is waited for, and no news. */
import { hasState } from "./transaction.ts";

/** The indexer has no tables yet, replaces them, or holds them; a deadlock with a reorg. All of it passes. */
const INDEXER_AWAY = ["42P01", "3F000", "42703", "55P03", "57014", "40P01", "XX000"];

export function isIndexerAway(error: unknown): boolean {
  return hasState(error, INDEXER_AWAY);
}
