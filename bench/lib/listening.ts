/** A process of `listeners.ts`, as a benchmark sees it. */
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import type { ListenersCommand } from "./listeners.ts";
import type { Workshop } from "./workshop.ts";

const FILE = fileURLToPath(new URL("./listeners.ts", import.meta.url));
const answer = z.object({ done: z.enum(["open", "expect"]), last: z.string() });

export interface Listening {
  readonly sockets: number;
  /** Resolves when every socket has had so many more messages. @returns the last one */
  expect(messages: number): Promise<string>;
  /** All of them hang up. */
  close(): Promise<void>;
}

/** Opens sockets, each of which says something first. */
export async function listen(
  workshop: Workshop,
  url: string,
  sockets: number,
  say: readonly string[],
): Promise<Listening> {
  const child = fork(FILE, { execArgv: ["--import", "tsx"] });
  const ended = once(child, "exit").then(() => Promise.reject(new Error("the listeners ended")));
  // Whoever asks them then is told.
  ended.catch(() => undefined);
  const close = async () => {
    if (child.connected) child.disconnect();
    await ended.catch(() => undefined);
  };
  workshop.atTheEnd(close);
  const ask = async (command: ListenersCommand) => {
    const heard = Promise.race([once(child, "message"), ended]);
    child.send(command);
    const [message] = await heard;
    return answer.parse(message).last;
  };
  await ask({ do: "open", url, sockets, say });
  let had = 0;
  return {
    ...{ sockets, close },
    expect(messages) {
      had += messages;
      return ask({ do: "expect", messages: had });
    },
  };
}
