/** Which alerts the chain's events call for. Pure. */
import type { AlertDetails, AlertFinality, AlertKind, AlertSeverity, AlertSignal } from "./alert.ts";
import { effectivePauseMask, PAUSE_BITS, type PauseState } from "./slash-clock.ts";

/** Events that begin or end what an alert is about; no other event needs a look. */
export const ALERTING_EVENTS = [
  "SlashProposed",
  "SlashDisputed",
  "SlashResolved",
  "SlashExecuted",
  "SlashCancelled",
  "SlashExpired",
  "UnstakeRequested",
  "UnstakeCancelled",
  "PauseMaskChanged",
] as const;
export type AlertingEvent = (typeof ALERTING_EVENTS)[number];

/** An event on a block, as told so far. */
export interface Occurrence {
  readonly name: AlertingEvent;
  /** The indexer's; on another block the same id may be another event. */
  readonly eventId: string;
  readonly blockHash: string;
  /** Unix seconds. */
  readonly blockTime: number;
  readonly transactionHash: string;
  /** Lowercase address; null for what is about the registry. */
  readonly operator: string | null;
  /** Slash id or unstake request id, decimal. */
  readonly subject: string | null;
  /** What was told of it last. */
  readonly finality: AlertFinality;
  /** What was told of it just now; `NOTHING` if it stands as before. */
  readonly news: "NEW" | "FINALIZED" | "RETRACTED" | "NOTHING";
}

export const LIVE_SLASH_STATES = ["PROPOSED", "DISPUTED", "UPHELD"] as const;

/** A slash as it stands after the events just told. Values in wei, times on the slash clock. */
export interface SlashFacts {
  readonly state: string;
  readonly violationType: string;
  readonly bps: number;
  readonly proposedBps: number;
  readonly proposedValue: bigint;
  readonly slashedValue: bigint | null;
  readonly largeSlashBps: number;
  readonly disputeUntil: number;
  readonly resolveBy: number | null;
  readonly bond: bigint | null;
  readonly disputer: string | null;
  readonly proposer: string;
  readonly executor: string | null;
  readonly cancelledBy: string | null;
  readonly resolver: string | null;
  readonly reason: string;
  readonly outcome: string | null;
  readonly resolution: string | null;
  readonly cancelReason: string | null;
}

/** An unstake request as it stands after the events just told. */
export interface RequestFacts {
  readonly state: string;
  readonly asset: string;
  /** Wei of the asset. */
  readonly unitsRequested: bigint;
  /** Unix seconds. */
  readonly unlockAt: number;
  readonly recipient: string;
}

/** The last change of the pause. */
export interface PauseFacts extends PauseState {
  readonly eventId: string;
  readonly blockHash: string;
  readonly pauseMask: number;
}

export interface ChainFacts {
  /** By id, decimal. */
  readonly slashes: ReadonlyMap<string, SlashFacts>;
  readonly requests: ReadonlyMap<string, RequestFacts>;
  /** Null if there was none. */
  readonly pause: PauseFacts | null;
  /** Unix seconds. */
  readonly now: number;
  /** Notices of final events that are older than this are no news. */
  readonly noticeSeconds: number;
}

type Description = Readonly<Record<"message", string>> & {
  readonly severity: AlertSeverity;
  readonly details: AlertDetails;
};

interface Rule {
  readonly kind: AlertKind;
  readonly begins: readonly AlertingEvent[];
  readonly ends: readonly AlertingEvent[];
  /** Whether it merely happened, and is old news after a while. What holds until it ends never is. */
  readonly isNotice: boolean;
  /** Null if it does not hold. */
  readonly describe: (occurrence: Occurrence, facts: ChainFacts) => Description | null;
}

const ENDS_OF_SLASHES = ["SlashExecuted", "SlashCancelled", "SlashExpired", "SlashResolved"] as const;

const RULES: readonly Rule[] = [
  {
    kind: "SLASH_PROPOSED",
    begins: ["SlashProposed"],
    ends: ENDS_OF_SLASHES,
    isNotice: false,
    describe: ofSlash((slash, { transactionHash }) => {
      if (!LIVE_SLASH_STATES.some((state) => state === slash.state)) return null;
      const { violationType, proposedBps: bps, disputeUntil, proposer, reason } = slash;
      return {
        severity: severityOf(bps, slash),
        message: `A slash of ${percent(bps)} % for ${violationType} was proposed: ${reason}`,
        details: {
          ...{ violationType, bps, value: slash.proposedValue.toString(), reason },
          ...{ proposer, disputeUntil, transactionHash },
        },
      };
    }),
  },
  {
    kind: "SLASH_DISPUTED",
    begins: ["SlashDisputed"],
    ends: ENDS_OF_SLASHES,
    isNotice: false,
    describe: ofSlash((slash, { transactionHash }) => {
      if (slash.state !== "DISPUTED") return null;
      const { violationType, proposedBps: bps, resolveBy, disputer } = slash;
      const bond = slash.bond?.toString() ?? null;
      return {
        severity: "WARNING",
        message: `A slash of ${percent(bps)} % for ${violationType} is disputed.`,
        details: { violationType, bps, disputer, bond, resolveBy, transactionHash },
      };
    }),
  },
  {
    kind: "SLASH_EXECUTED",
    begins: ["SlashExecuted"],
    ends: [],
    isNotice: true,
    describe: ofSlash((slash, { transactionHash }) => {
      if (slash.state !== "EXECUTED") return null;
      const { violationType, bps, executor, reason } = slash;
      return {
        severity: severityOf(bps, slash),
        message: `A slash of ${percent(bps)} % for ${violationType} was executed: ${reason}`,
        details: {
          violationType,
          bps,
          value: (slash.slashedValue ?? 0n).toString(),
          reason,
          executor,
          transactionHash,
        },
      };
    }),
  },
  {
    kind: "SLASH_CANCELLED",
    begins: ["SlashCancelled", "SlashResolved"],
    ends: [],
    isNotice: true,
    describe: ofSlash((slash, { name, transactionHash }) => {
      const isOverturned = name === "SlashResolved";
      if (slash.state !== "CANCELLED" || isOverturned !== (slash.outcome === "OVERTURNED")) return null;
      const { violationType, proposedBps: bps } = slash;
      const by = isOverturned ? slash.resolver : slash.cancelledBy;
      const reason = (isOverturned ? slash.resolution : slash.cancelReason) ?? "";
      return {
        severity: "INFO",
        message: `A slash of ${percent(bps)} % for ${violationType} was ${isOverturned ? "overturned" : "cancelled"}: ${reason}`,
        details: { violationType, bps, by, reason, transactionHash },
      };
    }),
  },
  {
    kind: "STAKE_DECREASED",
    begins: ["UnstakeRequested"],
    ends: ["UnstakeCancelled"],
    isNotice: true,
    describe: ({ subject, transactionHash }, { requests }) => {
      const request = requests.get(subject ?? "");
      if (request === undefined || request.state === "CANCELLED") return null;
      const { asset, unlockAt, recipient } = request;
      return {
        severity: "WARNING",
        message: `${asset === "ETH" ? "ETH" : "wstETH"} was asked back and does not count as stake any more.`,
        details: { asset, units: request.unitsRequested.toString(), unlockAt, recipient, transactionHash },
      };
    },
  },
  {
    kind: "REGISTRY_PAUSED",
    begins: ["PauseMaskChanged"],
    ends: ["PauseMaskChanged"],
    isNotice: false,
    describe: ({ eventId, blockHash, transactionHash }, { pause, now }) => {
      if (pause === null || pause.eventId !== eventId || pause.blockHash !== blockHash) return null;
      const mask = effectivePauseMask(pause, now);
      if (mask === 0) return null;
      const paused = Object.entries(PAUSE_BITS).flatMap(([name, bit]) => ((mask & bit) === 0 ? [] : [name]));
      return {
        severity: "CRITICAL",
        message: `Paused in the registry: ${paused.join(", ")}.`,
        details: { paused: paused.join(","), expiresAt: pause.pauseExpiresAt, transactionHash },
      };
    },
  },
];

/** Kinds of the chain that merely happened: they resolve by themselves after a while. */
export const CHAIN_NOTICES: readonly AlertKind[] = RULES.flatMap(({ kind, isNotice }) => (isNotice ? [kind] : []));

/**
 * What to say of everything that was ever told of some slashes, unstake requests and pauses, some of it just now.
 *
 * An event that begins something fires when it is told first and what it began still holds. It fires again if its end is
 * taken back, it is clear when its end is told, and whoever resolved it by hand is not told again otherwise.
 */
export function chainSignals(occurrences: readonly Occurrence[], facts: ChainFacts): AlertSignal[] {
  return [...groups(occurrences).values()].flatMap((group) =>
    RULES.flatMap((rule) => {
      const ends = group.filter(({ name }) => rule.ends.includes(name));
      const changes = {
        ended: ends.some(({ news }) => news === "NEW"),
        reopened: ends.some(({ news }) => news === "RETRACTED"),
      };
      return group
        .filter(({ name }) => rule.begins.includes(name))
        .flatMap((occurrence) => signalsOf(rule, occurrence, changes, facts));
    }),
  );
}

function signalsOf(
  rule: Rule,
  occurrence: Occurrence,
  changes: { readonly ended: boolean; readonly reopened: boolean },
  facts: ChainFacts,
): AlertSignal[] {
  const { news, finality } = occurrence;
  const say = (is: AlertSignal["is"], description: Description = NOTHING_NEW): AlertSignal => ({
    ...{ is, finality, ...description },
    correlationId: correlationOf(rule, occurrence),
    kind: rule.kind,
    operator: occurrence.operator,
    subject: occurrence.subject,
  });
  if (news === "RETRACTED") return [say("RETRACTED")];
  const description = rule.describe(occurrence, facts);
  if (news === "NEW") {
    const isOld = finality === "FINALIZED" && occurrence.blockTime <= facts.now - facts.noticeSeconds;
    return description === null || (rule.isNotice && isOld) ? [] : [say("FIRING", description)];
  }
  return [
    ...(news === "FINALIZED" ? [say("KEEP")] : []),
    ...(changes.reopened && description !== null ? [say("FIRING", description)] : []),
    ...(changes.ended && description === null ? [say("CLEAR")] : []),
  ];
}

/** Of signals that change only the state or the finality of an alert. */
const NOTHING_NEW: Description = { severity: "INFO", message: "", details: {} };

/** A slash or request takes each step at most once in a block, though an execution may have an event for each asset. */
function correlationOf({ kind }: Rule, { operator, subject, eventId, blockHash }: Occurrence): string {
  return subject === null ? `${kind}/${eventId}@${blockHash}` : `${kind}/${operator}/${subject}@${blockHash}`;
}

/** By what they are about: ids of slashes and of requests are counted apart. */
function groups(occurrences: readonly Occurrence[]): Map<string, Occurrence[]> {
  const all = new Map<string, Occurrence[]>();
  for (const occurrence of occurrences) {
    const family = occurrence.name.startsWith("Unstake") ? "request" : "slash";
    const key = `${family}/${occurrence.operator}/${occurrence.subject}`;
    all.set(key, [...(all.get(key) ?? []), occurrence]);
  }
  return all;
}

function ofSlash(describe: (slash: SlashFacts, occurrence: Occurrence) => Description | null): Rule["describe"] {
  return (occurrence, { slashes }) => {
    const slash = slashes.get(occurrence.subject ?? "");
    return slash === undefined ? null : describe(slash, occurrence);
  };
}

function severityOf(bps: number, { largeSlashBps }: SlashFacts): AlertSeverity {
  return bps > largeSlashBps ? "CRITICAL" : "WARNING";
}

function percent(bps: number): number {
  return bps / 100;
}
