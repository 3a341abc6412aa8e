/** Who may do what on the registry. */
import { type Context, ponder } from "ponder:registry";
import { role, roleChange } from "ponder:schema";
import type { Hex } from "viem";
import { recordRegistryEvent } from "./lib/journal.ts";
import { type ChainEvent, provenance, timeOf } from "./lib/provenance.ts";

type Change = { readonly role: Hex; readonly account: Hex; readonly sender: Hex };

async function recordRole(context: Context, event: ChainEvent, change: Change, granted: boolean) {
  await recordRegistryEvent(context, event, granted ? "RoleGranted" : "RoleRevoked", {
    parties: { ROLE_HOLDER: change.account, ROLE_ADMIN: change.sender },
  });
  await context.db.insert(roleChange).values({
    id: event.id,
    role: change.role,
    account: change.account,
    sender: change.sender,
    granted,
    ...provenance(event),
  });
  const set = { held: granted, updatedAt: timeOf(event), eventId: event.id };
  await context.db
    .insert(role)
    .values({ role: change.role, account: change.account, ...set })
    .onConflictDoUpdate(set);
}

ponder.on("DINRegistry:RoleGranted", async ({ event, context }) => {
  await recordRole(context, event, event.args, true);
});

ponder.on("DINRegistry:RoleRevoked", async ({ event, context }) => {
  await recordRole(context, event, event.args, false);
});
