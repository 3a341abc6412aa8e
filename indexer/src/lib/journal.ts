/** Every handler starts here: one row in the journal, one for each party, and the operator's counter moves on. */
import type { Context } from "ponder:registry";
import { event as journal, operator, party, registry } from "ponder:schema";
import type { ContractEventName, Hex } from "viem";
import type { dinRegistryAbi } from "../../../abis/index.ts";
import { toNumber } from "./numbers.ts";
import { applyEvent, blankOperator, type OperatorChange } from "./operator.ts";
import { type Parties, partyBits } from "./parties.ts";
import { type ChainEvent, provenance, timeOf } from "./provenance.ts";
import { blankRegistry, type RegistryChange } from "./registry.ts";

export type EventName = ContractEventName<typeof dinRegistryAbi>;

type OperatorEntry = {
  readonly name: EventName;
  readonly args: { readonly operator: Hex; readonly seq: bigint };
  /** Slash id or unstake request id. */
  readonly subject?: bigint;
  /** Besides the operator and the sender of the transaction. */
  readonly parties?: Parties;
};

async function recordParties(
  context: Context,
  event: ChainEvent,
  name: EventName,
  operator: Hex | null,
  others: Parties,
) {
  const parties = partyBits({
    ...others,
    SENDER: event.transaction.from,
    ...(operator === null ? {} : { OPERATOR: operator }),
  });
  await context.db.insert(party).values(parties.map((found) => ({ ...found, eventId: event.id, name, operator })));
}

/** Journals an event that belongs to the registry, not to one operator. */
export async function recordRegistryEvent(
  context: Context,
  event: ChainEvent,
  name: EventName,
  { subject, parties = {} }: Pick<OperatorEntry, "subject" | "parties"> = {},
) {
  await context.db
    .insert(journal)
    .values({ id: event.id, name, operator: null, seq: null, subject: subject ?? null, ...provenance(event) });
  await recordParties(context, event, name, null, parties);
}

/**
 * Journals an operator's event, advances its counter and applies `change`, in one read and one write of its row.
 * Any event may be the first: a manager can be named before there is a registration.
 */
export async function recordOperatorEvent(
  context: Context,
  event: ChainEvent,
  { name, args, subject, parties = {} }: OperatorEntry,
  change: OperatorChange,
) {
  const seq = toNumber(args.seq);
  await context.db
    .insert(journal)
    .values({ id: event.id, name, operator: args.operator, seq, subject: subject ?? null, ...provenance(event) });
  await recordParties(context, event, name, args.operator, parties);
  const blank = blankOperator(args.operator);
  await context.db
    .insert(operator)
    .values({ ...blank, ...applyEvent(blank, change, seq, event) })
    .onConflictDoUpdate((row) => applyEvent(row, change, seq, event));
}

/** For events that say nothing about the operator's own row. */
export const unchanged: OperatorChange = () => ({});

/** Applies a pure change to the registry's row, which the first event creates. */
export async function changeRegistry(context: Context, event: ChainEvent, change: RegistryChange) {
  const blank = blankRegistry(event.log.address, context.chain.id);
  const updatedAt = timeOf(event);
  await context.db
    .insert(registry)
    .values({ ...blank, ...change(blank), updatedAt })
    .onConflictDoUpdate((row) => ({ ...change(row), updatedAt }));
}
