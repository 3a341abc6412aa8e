/** A JSON-RPC endpoint that answers what a test tells it to, well or badly. */
import { createServer, type ServerResponse } from "node:http";
import { numberToHex } from "viem";
import { z } from "zod";

const requestSchema = z.object({ id: z.number(), method: z.string(), params: z.array(z.unknown()).default([]) });

/** An answer as a node gives it: a result, or an error. */
export type RpcAnswer =
  | { readonly result: unknown }
  | { readonly error: { readonly code: number; readonly message: string; readonly data?: unknown } };

export interface ScriptedRpc {
  readonly url: string;
  /** What it answers, by method; those of a healthy node unless said otherwise. */
  answers: Record<string, (params: readonly unknown[]) => RpcAnswer | Promise<RpcAnswer>>;
  /** Answers badly instead, below JSON-RPC. */
  fault: ((response: ServerResponse) => void) | null;
  /** Methods in the order they were asked for. */
  readonly asked: string[];
  /** Keeps answers back until the function it returns is called. */
  hold(): () => void;
  close(): Promise<void>;
}

const healthy = (chainId: number): ScriptedRpc["answers"] => ({
  eth_chainId: () => ({ result: numberToHex(chainId) }),
  eth_blockNumber: () => ({ result: numberToHex(77) }),
  eth_getCode: () => ({ result: "0x60" }),
  eth_getBalance: () => ({ result: numberToHex(9_000) }),
  eth_call: () => ({ result: "0x" }),
  eth_estimateGas: () => ({ result: numberToHex(50_000) }),
});

/** @param path after the host; keys are often there */
export async function startScriptedRpc(chainId: number, path = "/"): Promise<ScriptedRpc> {
  let held: Promise<void> | null = null;
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    const { id, method, params } = requestSchema.parse(JSON.parse(String(Buffer.concat(await request.toArray()))));
    asked.push(method);
    await held;
    if (rpc.fault !== null) return rpc.fault(response);
    const answer = (await rpc.answers[method]?.(params)) ?? { error: { code: -32_601, message: `no ${method}` } };
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ jsonrpc: "2.0", id, ...answer }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const rpc: ScriptedRpc = {
    url: `http://127.0.0.1:${port}${path}`,
    answers: healthy(chainId),
    fault: null,
    asked,
    hold() {
      let release = () => {};
      held = new Promise((resolve) => {
        release = resolve;
      });
      return () => {
        held = null;
        release();
      };
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return rpc;
}
