/** Which of an operator's nodes serves, by their heartbeats. */
import { isAlive } from "../domain/failover.ts";
import { PROFILE_LIMITS } from "../domain/profile-fault.ts";
import type { NodeRow } from "../loaders/failover.ts";
import { groupBy } from "../loaders/group.ts";
import { builder } from "./builder.ts";
import { OperatorRef } from "./operator.ts";

export const OperatorNodeRef = builder.objectRef<NodeRow>("OperatorNode").implement({
  description: "A node of an operator's service in a region, as its profile names it.",
  fields: (t) => ({
    nodeId: t.exposeString("id", { description: "What its heartbeats call it." }),
    service: t.exposeString("service", { description: "Id of the service." }),
    region: t.exposeString("region", { description: "Where it runs." }),
    priority: t.exposeInt("priority", { description: "The lowest number is to serve while it lives." }),
    lastHeartbeatAt: t.expose("lastAt", {
      type: "DateTime",
      nullable: true,
      description: "When it was heard of last; null if never.",
    }),
    version: t.exposeString("version", {
      nullable: true,
      description: "Of its software, as its last heartbeat told; null if it did not.",
    }),
    alive: t.boolean({
      description: "Whether it was heard of lately: see `policy.failover`.",
      resolve: (node, _args, { now, policy }) => isAlive(node, now, policy),
    }),
    serving: t.boolean({
      description: "Whether it is the one that serves; false where there is a single node, which nothing is told of.",
      resolve: ({ id, servingNode }) => id === servingNode,
    }),
  }),
});

/** One service in a region and its nodes, the best first: two or more. */
interface FailoverState {
  readonly first: NodeRow;
  readonly nodes: readonly NodeRow[];
}

/** Fewer places have two nodes. */
const MAX_PLACES = PROFILE_LIMITS.nodes / 2;

const FailoverStateRef = builder.objectRef<FailoverState>("FailoverState").implement({
  description: "Who serves an operator's service in a region, where another node stands by. See docs/profiles.md.",
  fields: (t) => ({
    service: t.string({ description: "Id of the service.", resolve: ({ first }) => first.service }),
    region: t.string({ description: "Where it runs.", resolve: ({ first }) => first.region }),
    primary: t.string({ description: "The node that is to serve.", resolve: ({ first }) => first.id }),
    servingNode: t.string({
      nullable: true,
      description: "The node that serves; null if none lives, or nothing is judged: see `since`.",
      resolve: ({ first }) => first.servingNode,
    }),
    since: t.field({
      type: "DateTime",
      nullable: true,
      description: "Since when that is so; null as long as none was heard of, and of who has left or never staked.",
      resolve: ({ first }) => first.servingSince,
    }),
    healthy: t.boolean({
      nullable: true,
      description: "Whether the primary serves; null as `since`.",
      resolve: ({ first }) => (first.servingSince === null ? null : first.servingNode === first.id),
    }),
    nodes: t.field({
      type: [OperatorNodeRef],
      description: "Its nodes by priority.",
      // All places together have no more than a profile has.
      complexity: { field: 0, multiplier: PROFILE_LIMITS.nodes / MAX_PLACES },
      resolve: ({ nodes }) => [...nodes],
    }),
  }),
});

builder.objectField(OperatorRef, "failover", (t) =>
  t.field({
    type: [FailoverStateRef],
    description: "Who serves, for each of its services in each region where its profile has more than one node.",
    complexity: { field: 2, multiplier: MAX_PLACES },
    resolve: async ({ row }, _args, { loaders }) => statesOf(await loaders.nodes.load(row.address)),
  }),
);

function statesOf(rows: readonly NodeRow[]): FailoverState[] {
  const places = groupBy(rows, ({ service, region }) => `${service} ${region}`);
  return [...places.values()].flatMap((nodes) => {
    const [first, second] = nodes;
    return first === undefined || second === undefined ? [] : [{ first, nodes }];
  });
}
