/**
 * Writes abis/ from the contracts' build, or with `--check` fails when abis/ differs from it.
 *
 * @example tsx contracts/script/abis.ts
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";
import { forge } from "./forge.ts";

const root = resolve(import.meta.dirname, "../..");
const MENDING_COMMAND = "npm run abis";

const artifactSchema = z.object({
  abi: z.array(z.looseObject({ type: z.string(), name: z.string().optional() })),
  bytecode: z.object({ object: z.string().regex(/^0x[0-9a-f]+$/, "unlinked or empty bytecode") }),
});

/** What is exported, under which name, from which artifact. */
const exportsOf: Record<string, readonly { readonly name: string; readonly artifact: string }[]> = {
  "DINRegistry.ts": [
    { name: "dinRegistry", artifact: "DINRegistry.sol/DINRegistry.json" },
    { name: "lidoRateSource", artifact: "LidoRateSource.sol/LidoRateSource.json" },
    { name: "chainlinkRateSource", artifact: "ChainlinkRateSource.sol/ChainlinkRateSource.json" },
  ],
  "mocks.ts": [
    { name: "mockWstETH", artifact: "MockTokens.sol/MockWstETH.json" },
    { name: "mockStETH", artifact: "MockTokens.sol/MockStETH.json" },
    { name: "mockRateSource", artifact: "MockRates.sol/MockRateSource.json" },
    { name: "mockPriceFeed", artifact: "MockRates.sol/MockPriceFeed.json" },
  ],
};

const header = `// Generated from contracts/ by \`${MENDING_COMMAND}\`. Do not edit.\n`;

function moduleText(file: string): string {
  const parts = (exportsOf[file] ?? []).map(({ name, artifact }) => {
    const { abi, bytecode } = artifactSchema.parse(
      JSON.parse(readFileSync(join(root, "contracts/out", artifact), "utf8")),
    );
    return `export const ${name}Abi = ${JSON.stringify(abi, null, 2)} as const;\n\nexport const ${name}Bytecode =\n  "${bytecode.object}";\n`;
  });
  return `${header}\n${parts.join("\n")}`;
}

function indexText(): string {
  const files = Object.keys(exportsOf).sort();
  return `${header}\n${files.map((file) => `export * from "./${file}";`).join("\n")}\n`;
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function main(): number {
  const status = forge(["build"], true);
  if (status !== 0) return status;
  const wanted = new Map(Object.keys(exportsOf).map((file) => [file, moduleText(file)]));
  wanted.set("index.ts", indexText());

  if (process.argv.includes("--check")) {
    const stale = [...wanted].filter(([file, text]) => readOrEmpty(join(root, "abis", file)) !== text);
    for (const [file] of stale) console.error(`abis/${file} differs from the contracts. Run: ${MENDING_COMMAND}`);
    return stale.length === 0 ? 0 : 1;
  }
  mkdirSync(join(root, "abis"), { recursive: true });
  for (const [file, text] of wanted) writeFileSync(join(root, "abis", file), text);
  console.log(`abis/ written: ${[...wanted.keys()].join(", ")}`);
  return 0;
}

process.exitCode = main();
