import SchemaBuilder from "@pothos/core";
import ComplexityPlugin from "@pothos/plugin-complexity";
import ErrorsPlugin from "@pothos/plugin-errors";
import RelayPlugin from "@pothos/plugin-relay";
import { type GraphQLSchema, isObjectType } from "graphql";
import { RequestError } from "../loaders/errors.ts";
import { MAX_PAGE_SIZE } from "../loaders/page.ts";
import { ACCESS_PLUGIN } from "./access-plugin.ts";
import type { Context } from "./context.ts";

export interface SchemaTypes {
  Context: Context;
  DefaultFieldNullability: false;
  DefaultEdgesNullability: { list: false; items: false };
  DefaultNodeNullability: false;
  /** `totalCount` is a function, so that it is counted only when asked for. */
  Connection: { readonly totalCount: () => Promise<number> };
  Scalars: {
    /** Lowercase inside, EIP-55 outside. */
    Address: { Input: `0x${string}`; Output: string };
    Wei: { Input: bigint; Output: bigint };
    SignedWei: { Input: bigint; Output: bigint };
    /** An integer a double holds exactly. */
    Long: { Input: number; Output: number };
    Hash: { Input: `0x${string}`; Output: string };
    Bytes: { Input: `0x${string}`; Output: string };
    /** Unix seconds inside. */
    DateTime: { Input: number; Output: number };
    BasisPoints: { Input: number; Output: number };
    /** Told, never taken. */
    Decimal: { Input: never; Output: string };
    ID: { Input: string; Output: string };
    /** What comes in these may be anything: see lenient-scalars.ts. */
    Count: { Input: unknown; Output: number };
    Measure: { Input: unknown; Output: number };
    Text: { Input: unknown; Output: string };
    Timestamp: { Input: unknown; Output: number };
  };
}

const NOT_AN_ID = "Not a global id; take it from an object's `id` field.";

/** A well-formed id may name a type that has none. */
function assertNodeType(schema: GraphQLSchema, name: string): void {
  const type = schema.getType(name);
  if (!isObjectType(type) || !type.getInterfaces().some((found) => found.name === "Node")) {
    throw new RequestError("INVALID_ID", NOT_AN_ID);
  }
}

/** The one builder: every file of this folder adds its noun to it. */
export const builder = new SchemaBuilder<SchemaTypes>({
  plugins: [ErrorsPlugin, ACCESS_PLUGIN, RelayPlugin, ComplexityPlugin],
  defaultFieldNullability: false,
  relay: {
    cursorType: "String",
    clientMutationId: "omit",
    // A connection already multiplies by its page size.
    edgesFieldOptions: {
      description: "The items with their cursors.",
      nullable: { list: false, items: false },
      complexity: { field: 0, multiplier: 1 },
    },
    nodesOnConnection: { description: "The items.", complexity: { field: 0, multiplier: 1 } },
    nodeFieldOptions: { nullable: false, description: "The item." },
    cursorFieldOptions: { description: "For `after` or `before` of the same list in the same order." },
    pageInfoFieldOptions: { description: "Whether and where it goes on." },
    pageInfoTypeOptions: { description: "Whether a list goes on, and from where." },
    hasNextPageFieldOptions: { description: "Whether there are items after the last one here." },
    hasPreviousPageFieldOptions: { description: "Whether there are items before the first one here." },
    startCursorFieldOptions: { description: "Cursor of the first item; null on an empty page." },
    endCursorFieldOptions: { description: "Cursor of the last item; null on an empty page." },
    nodeTypeOptions: { description: "What has a global id." },
    idFieldOptions: { description: "Global: for `node` and `nodes`." },
    nodeQueryOptions: {
      description: "Any object by its global id; null if there is none.",
      resolve: (_root, { id }, _context, { schema }, resolveNode) => {
        assertNodeType(schema, id.typename);
        return resolveNode(id);
      },
    },
    nodesQueryOptions: {
      description: `Several objects by their global ids, at most ${MAX_PAGE_SIZE}, in that order; null where there is none.`,
      complexity: ({ ids }) => ({ field: 1, multiplier: ids.length }),
      resolve: (_root, { ids }, _context, { schema }, resolveNodes) => {
        if (ids.length > MAX_PAGE_SIZE) {
          throw new RequestError("TOO_MANY_IDS", `At most ${MAX_PAGE_SIZE} ids, but there are ${ids.length}.`, {
            maximum: MAX_PAGE_SIZE,
          });
        }
        for (const { typename } of ids) assertNodeType(schema, typename);
        return resolveNodes(ids);
      },
    },
    decodeGlobalID: (globalId) => {
      const [typename, id] = Buffer.from(globalId, "base64").toString("utf8").split(/:(.*)/s);
      if (!typename || !id) throw new RequestError("INVALID_ID", NOT_AN_ID);
      return { typename, id };
    },
  },
  errors: { directResult: true },
});

builder.queryType({ description: "Everything that can be read." });
builder.mutationType({ description: "Everything that can be written, each with the scope its API key must have." });

builder.globalConnectionField("totalCount", (t) =>
  t.int({
    description: "How many items the filter matches over all pages. Counted only when asked for.",
    complexity: 10,
    resolve: (connection) => connection.totalCount(),
  }),
);
