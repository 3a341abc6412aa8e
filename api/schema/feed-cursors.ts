/** `feedCursors`: from where subscriptions tell everything, whatever breaks before their first event. */
import type { Streams } from "../alerts/streams.ts";
import { alertCursor, chainCursor } from "../loaders/log-cursor.ts";
import { builder } from "./builder.ts";

const FeedCursorsRef = builder.objectRef<Streams>("FeedCursors").implement({
  description: "Where the logs stand, for `after` of the subscriptions of these names.",
  fields: (t) => ({
    alerts: t.string({
      description: "For `alerts`, and for `alertEvents`.",
      resolve: async ({ alerts }) => alertCursor.encode(String(await alerts.now())),
    }),
    stakingEvents: t.string({
      description: "For `stakingEvents`.",
      resolve: async ({ chain }) => chainCursor.encode(String(await chain.now())),
    }),
  }),
});

builder.queryField("feedCursors", (t) =>
  t.field({
    type: FeedCursorsRef,
    description:
      "Where subscriptions begin that miss nothing from now on: one without `after` begins when its connection stands, and what happens while that is lost before its first event is not told.",
    resolve: (_root, _args, { streams }) => streams,
  }),
);
