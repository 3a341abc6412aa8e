/** The name of the database schema that one version of the indexer writes to. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { dinRegistryAbi } from "../abis/index.ts";
import type { IndexerEnv } from "./env.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
/** Not part of what is indexed: a change here needs no new schema. */
const API_DIRECTORY = join(root, "indexer", "src", "api");

export type Source = { readonly path: string; readonly contents: string };

function filesUnder(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.m?[tj]s$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.startsWith(API_DIRECTORY));
}

/** Everything Ponder makes its build id of, and Ponder itself: it refuses a schema that another version made. */
export function readSources(): Source[] {
  const ponder = fileURLToPath(new URL("../../package.json", import.meta.resolve("ponder")));
  const files = [...filesUnder(join(root, "indexer", "src")), join(root, "indexer", "ponder.schema.ts")];
  return [
    ...[...files, join(root, "ponder.config.ts"), ponder].map((path) => ({
      path: relative(root, path),
      contents: readFileSync(path, "utf8"),
    })),
    { path: "abi", contents: JSON.stringify(dinRegistryAbi) },
  ];
}

/**
 * Changed code, or another registry, gets a schema of its own: Ponder would refuse the old one, and the views go on
 * showing it until the new one is ready.
 *
 * @example deploymentName(sources, env) // "din_indexer_3f9a01bc"
 */
export function deploymentName(
  sources: readonly Source[],
  env: Pick<IndexerEnv, "CHAIN_ID" | "REGISTRY_ADDRESS" | "START_BLOCK">,
): string {
  const hash = createHash("sha256");
  const ordered = sources.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  hash.update(JSON.stringify([env.CHAIN_ID, env.REGISTRY_ADDRESS, env.START_BLOCK, ordered]));
  return `din_indexer_${hash.digest("hex").slice(0, 8)}`;
}
