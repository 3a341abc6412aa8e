/**
 * The one who proposes slashes in this world, by a script: what the API assessed of the operators that the activity moves
 * goes to the registry, with the dossier as its evidence.
 */
import { setTimeout as delay } from "node:timers/promises";
import {
  createClient,
  type DinClient,
  ViolationsDocument,
  type ViolationsQuery,
} from "@dreamnet/din-infrastructure-core";
import { encodeFunctionData, isHex } from "viem";
import { dinRegistryAbi as abi } from "../abis/index.ts";
import { MOVING, movingSlash } from "./activity.ts";
import { addressOf } from "./scenario/actors.ts";
import { VIOLATION } from "./scenario/steps.ts";
import type { World } from "./scenario/world.ts";

export interface ProposerOptions {
  readonly world: World;
  /** The API: where dossiers are read, by us and by whoever checks the evidence. */
  readonly api: string;
  readonly signal: AbortSignal;
  /** Told of each slash that was proposed, and of what keeps one from it. */
  readonly log: (line: string) => void;
}

type Found = ViolationsQuery["violations"]["nodes"][number];
type Slice = Found["slices"]["nodes"][number];

/** Milliseconds between two looks. */
const EVERY_MS = 2_000;

/** Names of the registry's severities, by number. */
const SEVERITY = { LOW: 1, MEDIUM: 2, HIGH: 3, CRITICAL: 4 } as const;

/** Goes on until the signal aborts. What the registry refuses (a cooldown, a cap) is told once and tried again. */
export async function proposeSlashes({ world, api, signal, log }: ProposerOptions): Promise<void> {
  const din = createClient({ url: `${api}/graphql` });
  let told = "";
  while (!signal.aborted) {
    try {
      for (const operator of MOVING.map(addressOf)) await proposeOf(operator, { din, world, api, signal, log });
    } catch (error) {
      const line = error instanceof Error ? error.message : String(error);
      if (!signal.aborted && line !== told) log(line);
      told = line;
    }
    // The pace of the proposer, not a wait for anything.
    await delay(EVERY_MS, undefined, { signal }).catch(() => {});
  }
}

async function proposeOf(operator: string, { din, ...rest }: ProposerOptions & { readonly din: DinClient }) {
  const { violations } = await din.request(
    ViolationsDocument,
    { first: 5, filter: { operator } },
    { signal: rest.signal },
  );
  for (const violation of violations.nodes) {
    for (const slice of violation.slices.nodes) {
      if (slice.slash === null && slice.fraction > 0 && slice.confidence === "HIGH")
        await propose(violation, slice, rest);
    }
  }
}

async function propose(violation: Found, slice: Slice, { world, api, log }: ProposerOptions): Promise<void> {
  const [operator, incidentKey, evidenceHash] = [violation.operatorAddress, slice.incidentKey, slice.evidenceHash];
  if (!isHex(operator) || !isHex(incidentKey) || !isHex(evidenceHash))
    throw new TypeError("the API answers hexadecimal");
  await world.send({
    slash: movingSlash(incidentKey),
    from: "keeper",
    data: encodeFunctionData({
      abi,
      functionName: "proposeSlash",
      args: [
        {
          ...{ operator, incidentKey, evidenceHash, value: 0n, bps: slice.fraction },
          violationType: VIOLATION[violation.type],
          severity: SEVERITY[slice.severity],
          faultStart: seconds(slice.period.start),
          faultEnd: seconds(slice.period.end),
          reason: `${violation.type}, ${slice.charged} charged; see the dossier`,
          evidenceURI: `${api}/dossiers/${evidenceHash}`,
        },
      ],
    }),
  });
  log(`a slash of ${operator} is proposed, by its dossier ${evidenceHash}`);
}

const seconds = (time: string): bigint => BigInt(Math.floor(Date.parse(time) / 1_000));
