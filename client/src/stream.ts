/** One connection of a subscription. */
import { type Answer, parseAnswer, readAnswer } from "./answer.ts";
import { DinConnectionError, DinProtocolError, DinRequestError } from "./errors.ts";
import { SseParser } from "./sse.ts";
import type { Transport } from "./transport.ts";

export interface StreamRequest {
  readonly query: string;
  readonly variables: unknown;
  /** Milliseconds of silence after which the connection counts as dead. */
  readonly idleMs: number;
  readonly signal: AbortSignal | undefined;
  /** Called when something comes, if only a pulse. */
  readonly onLife: () => void;
}

export interface StreamedAnswer<Result> {
  readonly result: Answer<Result>;
  readonly response: Response;
}

/**
 * Results until the server says that these were all.
 *
 * @throws DinConnectionError if it ends before; DinRequestError and DinProtocolError if it does not begin; the signal's reason
 */
export async function* openStream<Result>(
  transport: Transport,
  { query, variables, idleMs, signal, onLife }: StreamRequest,
): AsyncGenerator<StreamedAnswer<Result>, void, undefined> {
  const connection = new AbortController();
  const leave = () => connection.abort(signal?.reason);
  signal?.throwIfAborted();
  signal?.addEventListener("abort", leave, { once: true });
  try {
    const alive = <Value>(step: Promise<Value>) => withinPatience(step, transport, idleMs, connection);
    const response = await alive(transport.send(query, variables, "text/event-stream", connection.signal));
    if (!isEventStream(response) || response.body === null) {
      await alive(readAnswer(response));
      // An answer, but not of a subscription.
      throw new DinProtocolError(response.status);
    }
    const reader = response.body.getReader();
    const parser = new SseParser();
    const decoder = new TextDecoder();
    for (;;) {
      const { done, value } = await alive(reader.read());
      if (done) throw new DinConnectionError("The connection ended before the subscription did.");
      onLife();
      for (const { type, data } of parser.push(decoder.decode(value, { stream: true }))) {
        if (type === "complete") return;
        if (type === "next") yield { result: parseAnswer<Result>(data, response), response };
      }
    }
  } finally {
    signal?.removeEventListener("abort", leave);
    connection.abort();
  }
}

function isEventStream({ headers }: Response): boolean {
  return headers.get("content-type")?.toLowerCase().startsWith("text/event-stream") ?? false;
}

/** What `step` answers; what it throws is the connection's fault, unless it says whose. */
async function withinPatience<Value>(
  step: Promise<Value>,
  { timing }: Transport,
  idleMs: number,
  connection: AbortController,
): Promise<Value> {
  let isIdle = false;
  const cancel = timing.after(idleMs, () => {
    isIdle = true;
    connection.abort();
  });
  try {
    return await step;
  } catch (cause) {
    if (isIdle) throw new DinConnectionError(`Nothing came for ${idleMs / 1_000} s.`);
    if (cause instanceof DinRequestError || cause instanceof DinProtocolError) throw cause;
    throw new DinConnectionError("The connection is lost, or there was none.", { cause });
  } finally {
    cancel();
  }
}
