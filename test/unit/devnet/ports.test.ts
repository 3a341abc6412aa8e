import { createServer, type Server } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { claimPorts, HOST } from "../../../devnet/ports.ts";

const wish = (port: number, purpose = "the API") => ({ purpose, port, flag: "--port", env: "API_PORT" });

let server: Server | undefined;
afterEach(() => new Promise<void>((resolve) => (server === undefined ? resolve() : server.close(() => resolve()))));

async function busyPort(): Promise<number> {
  const listening = createServer();
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, HOST, resolve));
  const address = listening.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

describe("claimPorts", () => {
  it("picks different free ports, and keeps named ones", async () => {
    const [named = 0] = await claimPorts([wish(0)]);
    const ports = await claimPorts([wish(0), wish(named), wish(0), wish(0)]);
    expect(ports[1]).toBe(named);
    expect(new Set(ports).size).toBe(4);
    expect(ports.every((port) => port > 0)).toBe(true);
  });

  it("says which port is busy, what it was for, and how to choose another", async () => {
    const port = await busyPort();
    await expect(claimPorts([wish(0), wish(port, "the indexer")])).rejects.toMatchObject({
      name: "DevnetError",
      message: `Port ${port}, wanted for the indexer, is busy.`,
      advice: expect.stringContaining("--port <port> or API_PORT=<port>"),
    });
  });

  it("holds nothing afterwards", async () => {
    const [port = 0] = await claimPorts([wish(0)]);
    await expect(claimPorts([wish(port)])).resolves.toEqual([port]);
  });
});
