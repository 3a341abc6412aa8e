/**
 * Disputes that operators may file, drafted for them: each slash that can still be disputed is reviewed when it is seen first
 * and again while data may come late, and what does not agree is written down with its evidence. See docs/disputes.md.
 *
 * The indexer's tables are read in statements of their own: a review may take seconds, and a reorg must not wait for it.
 */
import type pg from "pg";
import { recordAlerts } from "../alerts/record.ts";
import { LOCKS } from "../db/locks.ts";
import type { ExpectedRegistry } from "../db/registry-key.ts";
import { columnTypes } from "../db/rows.ts";
import { API_SCHEMA } from "../db/schema.ts";
import type { AlertSignal } from "../domain/alert.ts";
import type { Review, ReviewFinding } from "../domain/review.ts";
import { areSameFindings, draftedCorrelationId, draftedSignal } from "../domain/review-alerts.ts";
import { type DisputedSlash, disputePack } from "../domain/review-pack.ts";
import { type PauseState, slashClock } from "../domain/slash-clock.ts";
import { cleared } from "../domain/time-alerts.ts";
import type { Range } from "../domain/window.ts";
import { loadDisagreement, loadOwnSamples } from "./disputes-evidence.ts";
import type { LaterOptions } from "./later-data.ts";
import { loadReview, prepareReview, type Reviewed } from "./review.ts";
import { sealLongJson } from "./seal.ts";

export interface DisputeOptions extends LaterOptions {
  readonly registry: ExpectedRegistry;
}

/** A slash that can still be disputed; after a reorg another may have its number. */
export interface Disputable {
  /** Decimal. */
  readonly id: string;
  readonly incidentKey: string;
}

const DRAFT = `${API_SCHEMA}.dispute_draft`;
const ALERT = `${API_SCHEMA}.alert`;

/** Slashes by governance claim nothing that was measured. */
const DISPUTABLE = {
  name: "din_disputable_slashes",
  text: `
    select id::text, incident_key as "incidentKey" from slash
    where state = 'PROPOSED' and violation_type <> 'GOVERNANCE' and dispute_until >= $1 order by id`,
};

/** Alerts of drafts that nobody can use any more. */
const OVER = {
  name: "din_drafts_over",
  text: `
    select correlation_id as "correlationId", kind, operator, subject from ${ALERT} as a
    where kind = 'DISPUTE_DRAFTED' and closed_at is null and not exists (
      select from slash as s
      where s.id = a.subject::numeric and s.incident_key = a.details->>'incidentKey' and s.state = 'PROPOSED'
        and s.dispute_until >= $1)`,
};

/** What can be disputed now, by number; and alerts that are over. Null while the indexer does not know the registry. */
export async function loadDisputable(
  client: pg.ClientBase,
  { registry, now }: Pick<DisputeOptions, "registry" | "now">,
): Promise<{ readonly slashes: readonly Disputable[]; readonly over: readonly AlertSignal[] } | null> {
  const pauses = await client.query<PauseState>({
    name: "din_pause_state",
    text: `select pause_expires_at as "pauseExpiresAt", clock_stopped_at as "clockStoppedAt",
             paused_seconds as "pausedSeconds" from registry where chain_id = $1 and address = $2`,
    values: [registry.chainId, registry.address],
    types: columnTypes,
  });
  const [pause] = pauses.rows;
  if (pause === undefined) return null;
  const clock = slashClock(pause, now);
  const { rows: slashes } = await client.query<Disputable>({ ...DISPUTABLE, values: [clock] });
  const { rows: over } = await client.query<Parameters<typeof cleared>[0]>({ ...OVER, values: [clock] });
  return { slashes, over: over.map(cleared) };
}

/** Says that alerts are over, if nobody else is at it. */
export async function clearDrafted(client: pg.ClientBase, over: readonly AlertSignal[], now: number): Promise<void> {
  if (over.length > 0) await alone(client, now, async () => over);
}

/**
 * Reviews a slash, and drafts a dispute of it if that finds what no draft of it says yet. The draft and its alert are
 * written together or not at all.
 *
 * @returns false if another process is at it
 */
export async function reviewDisputable(
  client: pg.ClientBase,
  disputable: Disputable,
  options: DisputeOptions,
): Promise<boolean> {
  const slash = await loadSlash(client, disputable);
  if (slash === null) return true;
  await prepareReview(client, slash.incidentKey, options);
  return alone(client, options.now, async () => {
    const review = await loadReview(client, slash.incidentKey, slash, options);
    const last = await loadLastDraft(client, disputable);
    if (review.findings.length === 0) return last === null ? [] : [cleared(namesOf(slash))];
    if (last !== null && areSameFindings(last.findings, review.findings)) {
      const isClosed = await wasClosedByItself(client, slash);
      return isClosed ? [signalOf(slash, review, last.evidenceHash)] : [];
    }
    return [signalOf(slash, review, await writeDraft(client, slash, review, options))];
  });
}

/** A transaction of whoever comes first; the others leave it to that one. */
async function alone(
  client: pg.ClientBase,
  now: number,
  work: () => Promise<readonly AlertSignal[]>,
): Promise<boolean> {
  await client.query("begin");
  try {
    const { rows } = await client.query<{ first: boolean }>("select pg_try_advisory_xact_lock($1) as first", [
      LOCKS.disputes,
    ]);
    const first = rows[0]?.first === true;
    if (first) await recordAlerts(client, await work(), now);
    await client.query("commit");
    return first;
  } catch (error) {
    // Fails where the connection is gone; the first error says so already.
    await client.query("rollback").catch(() => undefined);
    throw error;
  }
}

async function loadSlash(client: pg.ClientBase, { id, incidentKey }: Disputable): Promise<DisputedSlash | null> {
  const { rows } = await client.query<DisputedSlash>({
    name: "din_disputable_slash",
    text: `
      select id::text, operator, violation_type as "violationType", severity, fault_start as "faultStart",
        fault_end as "faultEnd", bps, evidence_hash as "evidenceHash", incident_key as "incidentKey",
        evidence_uri as "evidenceUri", reason, snapshot_value::text as "snapshotValue", proposer,
        proposed_at as "proposedAt", proposed_transaction as "proposedTransaction"
      from slash where id = $1 and incident_key = $2`,
    values: [id, incidentKey],
    types: columnTypes,
  });
  return rows[0] ?? null;
}

interface LastDraft {
  readonly evidenceHash: string;
  readonly findings: readonly ReviewFinding[];
}

async function loadLastDraft(client: pg.ClientBase, { id, incidentKey }: Disputable): Promise<LastDraft | null> {
  const { rows } = await client.query<LastDraft>({
    name: "din_last_draft",
    text: `select evidence_hash as "evidenceHash", findings from ${DRAFT}
           where slash_id = $1 and incident_key = $2 order by drafted_at desc, evidence_hash limit 1`,
    values: [id, incidentKey],
  });
  return rows[0] ?? null;
}

/** What somebody resolved by hand is not told again by the same draft. */
async function wasClosedByItself(client: pg.ClientBase, { operator, id }: DisputedSlash): Promise<boolean> {
  const { rows } = await client.query<{ closed: boolean }>({
    name: "din_drafted_alert",
    text: `select closed_at is not null and closed_by is null as closed from ${ALERT}
           where correlation_id = $1 order by id desc limit 1`,
    values: [draftedCorrelationId(operator, id)],
  });
  return rows[0]?.closed ?? true;
}

function namesOf({ operator, id }: DisputedSlash) {
  const correlationId = draftedCorrelationId(operator, id);
  return { correlationId, kind: "DISPUTE_DRAFTED", operator, subject: id } as const;
}

function signalOf({ operator, id, incidentKey }: DisputedSlash, { findings }: Review, evidenceHash: string) {
  return draftedSignal({ operator, slashId: id, incidentKey, evidenceHash, findings });
}

/** @returns the hash of its pack */
async function writeDraft(
  client: pg.ClientBase,
  slash: DisputedSlash,
  { findings, basisPoints, assessed, recomputed, later }: Reviewed,
  options: DisputeOptions,
): Promise<string> {
  const { registry, policy, now } = options;
  const period = periodOf(
    assessed === null ? slash : { faultStart: assessed.startAt, faultEnd: assessed.endAt },
    options,
  );
  const { text, hash } = await sealLongJson(
    disputePack({
      ...{ registry, slash, review: { findings, basisPoints }, assessed, recomputed, later, period, draftedAt: now },
      ownSamples: await loadOwnSamples(client, slash.operator, period),
      disagreement: await loadDisagreement(client, slash.operator, period, policy),
    }),
  );
  await client.query({
    name: "din_write_draft",
    text: `insert into ${DRAFT} (evidence_hash, slash_id, incident_key, operator, findings, pack, drafted_at)
           values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
    values: [hash, slash.id, slash.incidentKey, slash.operator, JSON.stringify(findings), text, now],
  });
  return hash;
}

/** A slice is about a day; what a stranger names may be years. */
function periodOf(
  { faultStart, faultEnd }: Pick<DisputedSlash, "faultStart" | "faultEnd">,
  { policy: { slash, time } }: DisputeOptions,
): Range {
  const longest = 2 * slash.sliceIntervals * time.intervalSeconds;
  return { start: Math.max(faultStart, faultEnd - longest), end: faultEnd };
}
