/**
 * Subscriptions, executed once for all subscribers that asked the same. What a result says must depend on the document,
 * its variables and the event alone: it is made without a caller.
 */
import { setTimeout as sleep } from "node:timers/promises";
import {
  createSourceEventStream,
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  GraphQLError,
  getOperationAST,
  Kind,
  print,
  visit,
} from "graphql";
import type { Plugin } from "graphql-yoga";
import type { Logger } from "pino";
import { Feed } from "../alerts/feed.ts";
import type { Streams } from "../alerts/streams.ts";
import { publicError, withoutTransport } from "./mask-error.ts";
import { ResultStream } from "./result-stream.ts";

/** How often a result is made again that the database or the mirror could not be asked for. */
const ATTEMPTS = 20;
/** Milliseconds between them. */
const RETRY_MS = 500;

const PASSING = new Set<unknown>(["DATABASE_UNAVAILABLE", "INDEXER_UNAVAILABLE", "TIMEOUT"]);

/** How a subscriber is reached, for what its results have no words for. */
export interface Transport {
  /** Calls back once the subscriber is gone, at once if it is already. */
  onGone(callback: () => void): void;
  /** Ends the connection of one that does not read what it is told. */
  hangUp(): void;
}

export interface SharedSubscriptionsOptions {
  readonly streams: Streams;
  /** For one event; given the document's text. */
  readonly freshContext: (document: string) => object;
  readonly log: Logger;
  /** Of those that have a transport, at most. */
  readonly maxStreams: number;
}

export function useSharedSubscriptions(
  options: SharedSubscriptionsOptions,
): Plugin<{ readonly transport?: Transport }> {
  let streaming = 0;
  return {
    onSubscribe({ args, setSubscribeFn }) {
      const { transport } = args.contextValue;
      setSubscribeFn(async (given: ExecutionArgs) => {
        if (transport === undefined) return subscribe(given, null, options);
        if (streaming >= options.maxStreams) return { errors: [tooMany(options.maxStreams)] };
        // Before anything is waited for, or many that come at once would all find room.
        streaming += 1;
        const stream = await subscribe(given, transport, options).catch((error: unknown) => {
          streaming -= 1;
          throw error;
        });
        if (!(stream instanceof ResultStream)) streaming -= 1;
        else {
          transport.onGone(() => {
            streaming -= 1;
            void stream.return();
          });
        }
        return stream;
      });
    },
  };
}

function tooMany(maximum: number): GraphQLError {
  const http = { status: 503, headers: { "retry-after": "2" } };
  return new GraphQLError(`This server holds ${maximum} streams already.`, {
    extensions: { code: "TOO_MANY_SUBSCRIBERS", http },
  });
}

async function subscribe(
  args: ExecutionArgs,
  transport: Transport | null,
  options: SharedSubscriptionsOptions,
): Promise<ResultStream | ExecutionResult> {
  const source = await createSourceEventStream(args);
  if (!(Symbol.asyncIterator in source)) return source;
  if (!(source instanceof Feed)) throw new Error("a subscription must hand on a feed");
  const { streams } = options;
  const key = keyOf(args);
  return new ResultStream({
    start: (subscriber) => streams.join(key, source, (root) => resultOf(root, args, options), subscriber),
    onCutOff: () => transport?.hangUp(),
  });
}

/** One event's result as JSON, its errors masked. Waits for a database that is away rather than tell of it. */
async function resultOf(root: unknown, args: ExecutionArgs, options: SharedSubscriptionsOptions): Promise<string> {
  const { streams, freshContext, log } = options;
  const { schema, document, operationName, variableValues } = args;
  const text = textOf(document);
  for (let attempt = 1; ; attempt += 1) {
    const contextValue = { ...freshContext(text), caller: null };
    const result = await execute({ schema, document, operationName, variableValues, rootValue: root, contextValue });
    if (result.errors === undefined) return JSON.stringify({ data: result.data });
    const errors = result.errors.map((error) => publicError(error, "subscription", log));
    const passes = errors.some(({ extensions }) => PASSING.has(extensions.code));
    if (!passes || attempt === ATTEMPTS || streams.isStopped) {
      return JSON.stringify({ errors: errors.map(withoutTransport), data: result.data });
    }
    await sleep(RETRY_MS, undefined, { ref: false });
  }
}

/** What two subscribers have in common that get the same results: all but where each of them begins. */
function keyOf({ document, operationName, variableValues }: ExecutionArgs): string {
  const cursors = cursorVariables(document, operationName ?? "");
  const variables = Object.entries(variableValues ?? {}).filter(([name]) => !cursors.has(name));
  variables.sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([textOf(document), operationName ?? null, variables]);
}

const textOf = (document: DocumentNode): string => document.loc?.source.body ?? print(document);

const known = new WeakMap<DocumentNode, Map<string, ReadonlySet<string>>>();

/** Variables that say `after` of the root field and nothing else. */
function cursorVariables(document: DocumentNode, operationName: string): ReadonlySet<string> {
  const names = known.get(document) ?? new Map<string, ReadonlySet<string>>();
  known.set(document, names);
  const found = names.get(operationName) ?? findCursorVariables(document, operationName);
  names.set(operationName, found);
  return found;
}

function findCursorVariables(document: DocumentNode, operationName: string): ReadonlySet<string> {
  const uses = new Map<string, number>();
  visit(document, {
    Variable({ name }) {
      uses.set(name.value, (uses.get(name.value) ?? 0) + 1);
    },
  });
  const selections = getOperationAST(document, operationName || undefined)?.selectionSet.selections ?? [];
  const names = selections.flatMap((selection) =>
    selection.kind !== Kind.FIELD
      ? []
      : (selection.arguments ?? []).flatMap(({ name, value }) =>
          name.value === "after" && value.kind === Kind.VARIABLE ? [value.name.value] : [],
        ),
  );
  // Once where it is defined, and once there.
  return new Set(names.filter((name) => uses.get(name) === 2));
}
