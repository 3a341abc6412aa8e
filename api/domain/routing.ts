/** Whom requests are routed to, and why not to others. domain.md, "Routing". */

/** Why an operator's service in a region gets no requests. Several may hold; in this order. */
export const EXCLUSION_REASONS = [
  "REGISTRY_PAUSED",
  "KILL_SWITCH",
  "STATUS",
  "SILENT",
  "CIRCUIT_OPEN",
  "SCORE_UNKNOWN",
  "SCORE_TOO_LOW",
  "WEIGHTLESS",
] as const;
export type ExclusionReason = (typeof EXCLUSION_REASONS)[number];
