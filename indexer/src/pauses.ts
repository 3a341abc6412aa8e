/** The pause mask and the slash clock that it stops. */
import { ponder } from "ponder:registry";
import { pauseChange } from "ponder:schema";
import { changeRegistry, recordRegistryEvent } from "./lib/journal.ts";
import { toNumber } from "./lib/numbers.ts";
import { provenance } from "./lib/provenance.ts";

ponder.on("DINRegistry:PauseMaskChanged", async ({ event, context }) => {
  const { by, mask } = event.args;
  const expiresAt = toNumber(event.args.expiresAt);
  const clockStoppedAt = toNumber(event.args.clockStoppedAt);
  const pausedSeconds = toNumber(event.args.pausedSeconds);
  await recordRegistryEvent(context, event, "PauseMaskChanged", { parties: { PAUSER: by } });
  await context.db
    .insert(pauseChange)
    .values({ id: event.id, by, mask, expiresAt, clockStoppedAt, pausedSeconds, ...provenance(event) });
  await changeRegistry(context, event, () => ({
    pauseMask: mask,
    pauseExpiresAt: expiresAt,
    clockStoppedAt,
    pausedSeconds,
  }));
});
