/** Anvil for a long history: large blocks, free transactions from anybody, and its state in one file. */
import { createRequire } from "node:module";
import { join } from "node:path";
import { CHAIN_ID, chainClient } from "../../devnet/anvil.ts";
import { Service } from "../../devnet/child.ts";
import { claimPorts, HOST } from "../../devnet/ports.ts";
import { ACCOUNTS, PUBLIC_MNEMONIC } from "../../devnet/scenario/actors.ts";
import type { Workshop } from "../lib/workshop.ts";

export interface BenchAnvil {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

function binary(): string {
  const arch = process.arch === "x64" ? "amd64" : process.arch;
  const fromPackage = createRequire(createRequire(import.meta.url).resolve("@foundry-rs/anvil/package.json"));
  return fromPackage.resolve(`@foundry-rs/anvil-${process.platform}-${arch}/bin/anvil`);
}

/** @param state `dump` writes the chain to the file when it stops; `load` takes it up. */
export async function startAnvil(workshop: Workshop, state: "dump" | "load", file: string): Promise<BenchAnvil> {
  const [port] = await claimPorts([{ purpose: "anvil", port: 0, flag: "", env: "" }]);
  const url = `http://${HOST}:${port}`;
  const service = new Service(
    {
      name: "anvil",
      file: binary(),
      args: [
        ...["--host", HOST, "--port", String(port), "--chain-id", String(CHAIN_ID), "--silent"],
        ...["--accounts", String(ACCOUNTS), "--mnemonic", PUBLIC_MNEMONIC, "--auto-impersonate"],
        ...["--gas-limit", "2000000000", "--gas-price", "0", "--block-base-fee-per-gas", "0"],
        ...["--no-request-size-limit", "--prune-history", "8", "--cache-path", workshop.directory],
        ...[`--${state}-state`, file],
        ...(state === "load" ? ["--no-mining"] : []),
      ],
      logFile: join(workshop.directory, "anvil.log"),
      // It writes its state then.
      graceMs: 300_000,
      readyTimeoutMs: 300_000,
      ready: async () => (await chainClient(url).getChainId()) === CHAIN_ID,
    },
    workshop.table,
  );
  workshop.atTheEnd(() => service.stop());
  await service.start();
  return { url, stop: () => service.stop() };
}
