/** A JSON-RPC endpoint in front of another that fails as real ones do: errors, cut connections, answers that are lost. */
import { createServer } from "node:http";

export interface FaultyRpc {
  readonly url: string;
  /** Share of requests that go wrong, 0 to 1. */
  rate: number;
  /** How many came so far, and how many of them went wrong. */
  readonly requests: number;
  readonly faults: number;
  close(): Promise<void>;
}

type Fault = "ERROR" | "CUT" | "LOST_ANSWER" | "RATE_LIMIT";
const FAULTS: readonly Fault[] = ["ERROR", "CUT", "LOST_ANSWER", "RATE_LIMIT"];

/** @param roll answers 0 to below 1 */
export async function startFaultyRpc(target: string, roll: () => number): Promise<FaultyRpc> {
  let requests = 0;
  let faults = 0;
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray());
    requests += 1;
    const fault = roll() < rpc.rate ? FAULTS[Math.floor(roll() * FAULTS.length)] : undefined;
    if (fault !== undefined) faults += 1;
    if (fault === "CUT") return response.destroy();
    if (fault === "ERROR") return response.writeHead(502).end("bad gateway");
    if (fault === "RATE_LIMIT") return response.writeHead(429).end("slow down");
    try {
      const headers = { "content-type": "application/json" };
      const answer = await fetch(target, { method: "POST", headers, body });
      // The node has done what was asked, and nobody hears of it.
      if (fault === "LOST_ANSWER") return response.destroy();
      response.writeHead(answer.status, headers).end(Buffer.from(await answer.arrayBuffer()));
    } catch {
      response.destroy();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const rpc = {
    url: `http://127.0.0.1:${port}`,
    rate: 0,
    get requests() {
      return requests;
    },
    get faults() {
      return faults;
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return rpc;
}
