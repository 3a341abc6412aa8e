/** What people do to alerts by their number: under the same lock as all that is told of them. */
import type pg from "pg";
import { transactAgain } from "../db/transaction.ts";
import type { Alert, AlertStep, ToldAlert } from "../domain/alert.ts";
import { type Act, acknowledged, resolvedByHand } from "../domain/alert-acts.ts";
import { ConflictError, NotFoundError, ValidationError } from "../domain/failure.ts";
import { findAlert, lockAlerts, saveSteps } from "./record.ts";

/** Who acts on which alert, and when. */
export interface ActRequest {
  /** Its number, decimal. */
  readonly id: string;
  /** What is to be left with it; null for nothing. */
  readonly note: string | null;
  /** The API key that acts. */
  readonly by: string;
  /** Unix seconds. */
  readonly now: number;
}

/** Characters of a note. */
const MAX_NOTE = 1_000;

/**
 * Somebody knows of an alert. Again changes nothing, its note neither; one that fires again has to be acknowledged again.
 *
 * @throws ValidationError, NotFoundError; ConflictError if it is closed
 */
export function acknowledgeAlert(pool: pg.Pool, request: ActRequest): Promise<ToldAlert> {
  return act(pool, request, (alert, done) => {
    if (alert.closedAt !== null) throw isOver(request.id, alert);
    return acknowledged(alert, done);
  });
}

/**
 * Closes an alert. What comes from the chain then stays closed, unless a reorg takes it back. Anything else is another
 * alert when it is told again: when it has cleared and comes back, or changes while it lasts. Again changes nothing.
 *
 * @throws ValidationError, NotFoundError; ConflictError if it was retracted
 */
export function resolveAlert(pool: pg.Pool, request: ActRequest): Promise<ToldAlert> {
  return act(pool, request, (alert, done) => {
    if (alert.state === "RETRACTED") throw isOver(request.id, alert);
    return resolvedByHand(alert, done);
  });
}

async function act(
  pool: pg.Pool,
  { id, note, by, now }: ActRequest,
  take: (alert: Alert, done: Act) => AlertStep | null,
): Promise<ToldAlert> {
  const done: Act = { by, note: checkedNote(note), at: now };
  return transactAgain(pool, async (client) => {
    await lockAlerts(client);
    const alert = await findAlert(client, id);
    if (alert === null) {
      throw new NotFoundError({ code: "ALERT_NOT_FOUND", message: "There is no such alert.", path: ["id"] });
    }
    const step = take(alert, done);
    if (step === null) return { ...alert, id };
    await saveSteps(client, [{ id, step }], now);
    return { ...step.alert, id };
  });
}

function isOver(id: string, { state }: Alert): ConflictError {
  const message = `Alert ${id} is ${state === "RETRACTED" ? "retracted" : "resolved"} already.`;
  return new ConflictError({ code: "ALERT_CLOSED", message, path: ["id"] });
}

/** A note may have several lines. */
function checkedNote(note: string | null): string | null {
  if (note === null || note.trim() === "") return null;
  const trimmed = note.trim().replaceAll("\r\n", "\n");
  if (trimmed.length <= MAX_NOTE && !/\p{Cs}|(?![\n\t])\p{Cc}/u.test(trimmed)) return trimmed;
  throw new ValidationError({
    code: "INVALID_NOTE",
    message: `A note has at most ${MAX_NOTE} printable characters.`,
    path: ["note"],
  });
}
