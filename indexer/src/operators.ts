/** Registration, managers, metadata and the status the registry emits. */
import { type Context, ponder } from "ponder:registry";
import { manager, managerChange, metadataChange, statusChange } from "ponder:schema";
import { type Hex, zeroAddress } from "viem";
import { operatorStatusOf, statusCauseOf } from "./lib/enums.ts";
import { recordOperatorEvent, unchanged } from "./lib/journal.ts";
import { toNumber } from "./lib/numbers.ts";
import { statusColumns } from "./lib/operator.ts";
import { type ChainEvent, provenance, timeOf } from "./lib/provenance.ts";
import { storable } from "./lib/text.ts";

type Metadata = { readonly operator: Hex; readonly uri: string; readonly seq: bigint };

async function recordMetadata(context: Context, event: ChainEvent, { operator, uri, seq }: Metadata) {
  await context.db
    .insert(metadataChange)
    .values({ id: event.id, operator, uri: storable(uri), seq: toNumber(seq), ...provenance(event) });
}

ponder.on("DINRegistry:OperatorRegistered", async ({ event, context }) => {
  const { args } = event;
  const bySelf = args.manager === args.operator || args.manager === zeroAddress;
  await recordOperatorEvent(
    context,
    event,
    { name: "OperatorRegistered", args, parties: { MANAGER: args.manager } },
    () => ({
      registeredAt: timeOf(event),
      registeredBlock: toNumber(event.block.number),
      registeredTransaction: event.transaction.hash,
      registeredBy: bySelf ? null : args.manager,
      minStake: args.minStake,
      metadataUri: storable(args.metadataURI),
    }),
  );
  await recordMetadata(context, event, { ...args, uri: args.metadataURI });
});

ponder.on("DINRegistry:ManagerSet", async ({ event, context }) => {
  const { args } = event;
  await recordOperatorEvent(
    context,
    event,
    { name: "ManagerSet", args, parties: { MANAGER: args.manager } },
    unchanged,
  );
  await context.db.insert(managerChange).values({
    id: event.id,
    operator: args.operator,
    manager: args.manager,
    allowed: args.allowed,
    seq: toNumber(args.seq),
    ...provenance(event),
  });
  const set = { allowed: args.allowed, updatedAt: timeOf(event), eventId: event.id };
  await context.db
    .insert(manager)
    .values({ operator: args.operator, manager: args.manager, ...set })
    .onConflictDoUpdate(set);
});

ponder.on("DINRegistry:MetadataUpdated", async ({ event, context }) => {
  const { args } = event;
  await recordOperatorEvent(context, event, { name: "MetadataUpdated", args }, () => ({
    metadataUri: storable(args.uri),
  }));
  await recordMetadata(context, event, args);
});

ponder.on("DINRegistry:OperatorStatusChanged", async ({ event, context }) => {
  const { args } = event;
  const from = operatorStatusOf(args.from);
  const to = operatorStatusOf(args.to);
  await recordOperatorEvent(context, event, { name: "OperatorStatusChanged", args }, (row) =>
    statusColumns(row, to, timeOf(event)),
  );
  await context.db.insert(statusChange).values({
    id: event.id,
    operator: args.operator,
    from,
    to,
    cause: statusCauseOf(args.cause),
    causeId: args.causeId,
    seq: toNumber(args.seq),
    ...provenance(event),
  });
});
