import { type GraphQLSchema, isInterfaceType, isObjectType } from "graphql";
import { MAX_PAGE_SIZE } from "../loaders/page.ts";
import { builder } from "./builder.ts";
import "./scalars.ts";
import "./lenient-scalars.ts";
import "./errors.ts";
import "./alert-mutations.ts";
import "./alert-queries.ts";
import "./api-keys.ts";
import "./approvals.ts";
import "./record-batch.ts";
import "./record-metrics.ts";
import "./reporters.ts";
import "./score-report.ts";
import "./services.ts";
import "./operator.ts";
import "./operator-links.ts";
import "./operator-lists.ts";
import "./operator-performance.ts";
import "./operator-queries.ts";
import "./chain-lists.ts";
import "./circuit.ts";
import "./circuit-mutations.ts";
import "./failover.ts";
import "./incident.ts";
import "./incident-log.ts";
import "./indexer.ts";
import "./keeper-mutations.ts";
import "./maintenance.ts";
import "./metrics.ts";
import "./network.ts";
import "./network-comparison.ts";
import "./policy.ts";
import "./profile.ts";
import "./profile-mutations.ts";
import "./registry.ts";
import "./reputation.ts";
import "./reputation-history.ts";
import "./review.ts";
import "./dispute-draft.ts";
import "./distribution.ts";
import "./leaderboard.ts";
import "./ranking-snapshot.ts";
import "./slash-preview.ts";
import "./slash-transactions.ts";
import "./samples.ts";
import "./slice-lists.ts";
import "./software.ts";
import "./violation-lists.ts";
import "./routing.ts";
import "./routing-tables.ts";
import "./silence.ts";
import "./wallet.ts";
import "./wallet-balances.ts";
import "./wallet-positions.ts";
import "./wallet-stake-transactions.ts";
import "./simulation.ts";
import "./alert-subscription.ts";
import "./feed-cursors.ts";
import "./network-subscription.ts";
import "./operator-subscription.ts";
import "./staking-subscription.ts";
import "./webhook.ts";

/** The executable schema; `schema.graphql` is its print. */
export function createSchema(): GraphQLSchema {
  const schema = builder.toSchema();
  describeRelayArguments(schema);
  return schema;
}

const RELAY_ARGUMENTS: Readonly<Record<string, string>> = {
  first: `The first so many, 0 to ${MAX_PAGE_SIZE}. Default: 20, unless \`last\` is given.`,
  last: `The last so many, 0 to ${MAX_PAGE_SIZE}. Not together with \`first\`.`,
  after: "Only items after this cursor.",
  before: "Only items before this cursor.",
  id: "A global id, from an object's `id` field.",
  ids: "Global ids, from objects' `id` fields.",
};

/** The relay plugin makes these arguments and has no place for their descriptions. */
function describeRelayArguments(schema: GraphQLSchema): void {
  const types = Object.values(schema.getTypeMap()).filter((type) => isObjectType(type) || isInterfaceType(type));
  for (const field of types.flatMap((type) => Object.values(type.getFields()))) {
    for (const argument of field.args) argument.description ??= RELAY_ARGUMENTS[argument.name];
  }
}
