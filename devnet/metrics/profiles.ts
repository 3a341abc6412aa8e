/** What some operators say of themselves, and which of their nodes live. They sign with their own keys, which are anvil's. */
import type { OperatorProfileInput } from "@dreamnet/din-infrastructure-core";
import { type Actor, addressOf } from "../scenario/actors.ts";
import { REGIONS, type RegionId, type ServiceId } from "./characters.ts";

/** A node whose heartbeats the devnet sends. */
export interface Beating {
  readonly operator: string;
  readonly service: ServiceId;
  readonly region: RegionId;
  readonly node: string;
  readonly version: string;
}

const [EU, US] = REGIONS;

const software = (execution: string, consensus: string): OperatorProfileInput["software"] =>
  [
    ["EXECUTION", execution],
    ["CONSENSUS", consensus],
    ["SIGNER", "Web3Signer 24.12.1"],
  ].map(([role, client = ""]) => {
    const [name = "", version = ""] = client.split(" ");
    return { role: role === "EXECUTION" || role === "CONSENSUS" ? role : "SIGNER", name, version };
  });

const profile = (name: string, regions: readonly RegionId[], clients: OperatorProfileInput["software"]) => ({
  name,
  regions: [...regions],
  endpoints: regions.map((region) => ({
    service: "rpc",
    region,
    url: `https://${region}.${name.toLowerCase()}.example/rpc`,
  })),
  software: clients,
  nodes: [],
});

const WITH_BACKUP: readonly string[] = ["eu-a", "eu-b"];

/** Who has a profile. Only Aurora has a backup node. */
export const PROFILES: Partial<Record<Actor, OperatorProfileInput>> = {
  aurora: {
    ...profile("Aurora", [EU, US], software("Geth 1.14.12", "Lighthouse 6.0.1")),
    nodes: WITH_BACKUP.map((id, priority) => ({ id, service: "rpc", region: EU, priority })),
  },
  borealis: profile("Borealis", [EU, US], software("Nethermind 1.30.3", "Prysm 5.2.0")),
  cascade: profile("Cascade", [EU], software("Geth 1.14.11", "Teku 24.12.0")),
  ember: profile("Ember", [EU], software("Besu 24.12.2", "Lighthouse 6.0.1")),
  orchid: profile("Orchid", [EU, US], software("Geth 1.14.12", "Lighthouse 5.3.0")),
};

/** Seconds of the generator's time in which Aurora's first node is silent: 30 of each 300, a minute and a half after the start. */
const SILENCE = { from: 90, every: 300, lasts: 30 };

/** The nodes of an operator with a profile that send a heartbeat at a moment. @param seconds since the generator's epoch */
export function beatingAt(actor: Actor, seconds: number): readonly Beating[] {
  const since = (seconds - SILENCE.from) % SILENCE.every;
  const isSilent = seconds >= SILENCE.from && since < SILENCE.lasts;
  const nodes = PROFILES[actor]?.nodes ?? [];
  return nodes
    .filter(({ priority }) => priority > 0 || !isSilent)
    .map(({ id }) => ({ operator: addressOf(actor), service: "rpc", region: EU, node: id, version: "1.4.0" }));
}
