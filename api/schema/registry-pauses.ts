import { PAUSE_BITS, type PauseBit } from "../domain/slash-clock.ts";
import type { PauseChangeRow } from "../loaders/registry-history.ts";
import { builder } from "./builder.ts";
import { connectionOf } from "./connection.ts";
import { ProvenanceRef } from "./provenance.ts";

const PAUSE_NAMES = ["STAKING", "UNSTAKING", "SLASHING", "DISPUTES", "SCORES"] as const satisfies PauseBit[];
export const PauseEnum = builder.enumType("PausedAction", { description: "What a pause stops.", values: PAUSE_NAMES });

/** The names of the bits set in a pause mask. */
export function pausedActions(mask: number): PauseBit[] {
  return PAUSE_NAMES.filter((name) => (mask & PAUSE_BITS[name]) !== 0);
}

export const PauseChangeRef = builder.objectRef<PauseChangeRow>("PauseChange").implement({
  description: "A change of what is paused.",
  fields: (t) => ({
    by: t.expose("by", { description: "Who changed it.", type: "Address" }),
    paused: t.field({
      type: [PauseEnum],
      description: "All that is paused after it.",
      resolve: ({ mask }) => pausedActions(mask),
    }),
    expiresAt: t.field({
      description: "When the pause lapses by itself; null if nothing is paused.",
      type: "DateTime",
      nullable: true,
      resolve: ({ expiresAt }) => expiresAt || null,
    }),
    clockStopped: t.boolean({
      description: "Whether the slash clock stands still from then on: slashing or disputes are paused.",
      resolve: ({ clockStoppedAt }) => clockStoppedAt !== 0,
    }),
    pausedSeconds: t.exposeInt("pausedSeconds", {
      description: "How long slashing or disputes had been paused in all up to it, seconds.",
    }),
    source: t.field({
      description: "Where on the chain the event stands.",
      type: ProvenanceRef,
      resolve: (change) => change,
    }),
  }),
});

export const PauseChangeConnectionRef = connectionOf(PauseChangeRef, "PauseChange");
