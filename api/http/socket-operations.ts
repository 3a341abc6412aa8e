/** Operations over graphql-ws: the same limits, access rules and masked errors as over HTTP. */
import {
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  type FormattedExecutionResult,
  GraphQLError,
} from "graphql";
import { CloseCode, type Context, makeServer, type Server, type SubscribePayload } from "graphql-ws";
import type { YogaServerInstance } from "graphql-yoga";
import type { Logger } from "pino";
import type { Authenticator } from "../access/authenticate.ts";
import { type Caller, UnauthenticatedError } from "../access/caller.ts";
import { assertLength, LIMITS, refusal } from "./limits.ts";
import { publicError, withoutTransport } from "./mask-error.ts";
import { ResultStream } from "./result-stream.ts";
import { sinkOf } from "./socket-sink.ts";
import type { SocketExtra } from "./websocket.ts";

/** Operations that one socket may have at a time. */
const MAX_OPERATIONS = 100;

/** What a context is made from, beside the operation itself. */
interface Scope {
  readonly requestId: string;
  readonly caller: Caller | null;
}

export interface SocketOperationsOptions<Made extends object> {
  readonly yoga: YogaServerInstance<Scope, Made>;
  readonly authenticator: Authenticator;
  /** Unix seconds. */
  readonly now: () => number;
  readonly log: Logger;
  /** Milliseconds to the first message of a socket, at most. */
  readonly beginsWithinMs: number;
}

type Socket = Context<Record<string, unknown> | undefined, SocketExtra>;

export function createSocketOperations<Made extends object>({
  yoga,
  authenticator,
  now,
  log,
  beginsWithinMs,
}: SocketOperationsOptions<Made>): Server<SocketExtra> {
  const callerOf = ({ extra }: Socket) => authenticator.callerOf(extra.authorization, now());
  const told = (error: unknown, { extra }: Socket) => publicError(error, extra.requestId, log);

  /** What to execute, or why not. */
  async function prepare(context: Socket, payload: SubscribePayload): Promise<ExecutionArgs | readonly GraphQLError[]> {
    const { subscriptions, extra } = context;
    if (Object.keys(subscriptions).length > MAX_OPERATIONS) {
      throw refusal("TOO_MANY_OPERATIONS", `At most ${MAX_OPERATIONS} operations at a time over one connection.`);
    }
    assertLength(payload.query, LIMITS);
    // Each time, as over HTTP, so that a revoked key ends at once.
    const caller = await callerOf(context);
    const params = { query: payload.query, variables: payload.variables ?? {} };
    const enveloped = yoga.getEnveloped({ requestId: extra.requestId, caller, params });
    const document = parsed(() => enveloped.parse(payload.query));
    const errors = enveloped.validate(enveloped.schema, document);
    if (errors.length > 0) return errors;
    return {
      schema: enveloped.schema,
      document,
      operationName: payload.operationName,
      variableValues: payload.variables,
      contextValue: await enveloped.contextFactory(),
    };
  }

  return makeServer<Record<string, unknown> | undefined, SocketExtra>({
    connectionInitWaitTimeout: beginsWithinMs,
    async onConnect(context) {
      const given = context.connectionParams?.authorization ?? context.connectionParams?.Authorization;
      if (given !== undefined) context.extra.authorization = String(given);
      try {
        await callerOf(context);
        return true;
      } catch (error) {
        // Closes with 4403.
        if (error instanceof UnauthenticatedError) return false;
        throw error;
      }
    },
    async onSubscribe(context, _id, payload) {
      try {
        const prepared = await prepare(context, payload);
        return "schema" in prepared ? prepared : prepared.map((error) => told(error, context));
      } catch (error) {
        if (error instanceof UnauthenticatedError) context.extra.socket.close(CloseCode.Forbidden, "Forbidden");
        return [told(error, context)];
      }
    },
    execute: (args) => yoga.getEnveloped().execute(args),
    subscribe: (args) => yoga.getEnveloped().subscribe(args),
    onOperation({ extra }, id, _payload, _args, result) {
      if (result instanceof ResultStream) result.pushTo(sinkOf(extra.socket, id));
    },
    onNext: (context, _id, _payload, _args, result) => masked(result, (error) => told(error, context)),
    // Those of `onSubscribe`, which stay as they are, and whatever ends a subscription that must not.
    onError: (context, _id, _payload, errors) => errors.map((error) => withoutTransport(told(error, context))),
  });
}

/** Over HTTP it is Yoga that says so. */
function parsed(parse: () => DocumentNode): DocumentNode {
  try {
    return parse();
  } catch (error) {
    if (error instanceof GraphQLError) error.extensions.code ??= "GRAPHQL_PARSE_FAILED";
    throw error;
  }
}

function masked(
  { data, errors }: ExecutionResult,
  told: (error: GraphQLError) => GraphQLError,
): FormattedExecutionResult | undefined {
  if (errors === undefined) return undefined;
  const formatted = errors.map((error) => withoutTransport(told(error)));
  return data === undefined ? { errors: formatted } : { errors: formatted, data };
}
