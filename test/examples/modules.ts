/**
 * Makes TypeScript modules of the code in Markdown, so that examples are compiled and run as they are read. `print.ts`
 * writes them; a test says when they are stale.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { addressOf } from "../../devnet/scenario/actors.ts";

export interface Block {
  readonly language: string;
  readonly code: string;
}

/** The fenced blocks of a Markdown text, in its order. */
export function blocksOf(markdown: string): Block[] {
  return [...markdown.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language = "", code = ""]) => ({ language, code }));
}

const isCode = ({ language }: Block) => language === "ts" || language === "typescript";

const pathOf = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const read = (path: string) => readFileSync(pathOf(path), "utf8");

/** Blocks of the README that are run, with what each is said to print: the text block behind it. */
export function readmeBlocks(): { readonly code: string; readonly prints: readonly string[] }[] {
  const blocks = blocksOf(read("../../client/README.md"));
  return blocks.flatMap((block, index) => {
    if (!isCode(block)) return [];
    const next = blocks[index + 1];
    return [{ code: block.code, prints: next?.language === "text" ? next.code.trimEnd().split("\n") : [] }];
  });
}

const madeFrom = (source: string) => `/** Made from ${source} by \`npx tsx test/examples/print.ts\`. */\n`;

/** Biome leaves alone what nobody wrote for it. */
const asItStands = (why: string) =>
  ["lint", "format", "assist"].map((part) => `// biome-ignore-all ${part}: ${why}\n`).join("");

/** Statements at the margin: whole lines from `import` to the semicolon. */
const IMPORT = /^import .*?;\n/gms;

const indented = (code: string) => code.replace(/^(?=.)/gm, "  ");

/** All of the README as one program: what a block declares, those after it use. */
export function readmeModule(): string {
  const blocks = readmeBlocks();
  const imports = new Set(blocks.flatMap(({ code }) => code.match(IMPORT) ?? []));
  const body = blocks.map(({ code }, index) => `begin(${index});\n${code.replaceAll(IMPORT, "").trim()}\n`);
  return [
    madeFrom("client/README.md"),
    asItStands("as it stands there"),
    ...[...imports].join(""),
    'import type { Stage } from "./stage.ts";\n\n',
    "export async function readme({ console, begin, url }: Stage): Promise<void> {\n",
    // The one thing that is configured in another way than by the environment.
    indented(body.join("\n")).replaceAll('"http://127.0.0.1:4000/graphql"', "url"),
    "}\n",
  ].join("");
}

/** What stands for the operators of the seed's examples: the first example registers one, the second another. */
export const SEED_ACTORS = ["aurora", "borealis"] as const;

/** The seed's examples that are run: all code but its types. */
function seedExamples(): string[] {
  return blocksOf(read("seed.md"))
    .slice(1)
    .map(({ code }) => code);
}

/**
 * All that is changed in the seed's examples: an operator's id, and its wallet, are its address; reads are awaited.
 *
 * @param address in quotes
 */
function changed(code: string, address: string): string {
  return code
    .replaceAll('"operator-1"', address)
    .replaceAll('"0x742d35Cc6634C0532925a3b844Bc9e7595f0bEb"', address)
    .replaceAll(/(?=DINInfrastructureCore\.(getOperator|getMetrics|status)\()/g, "await ");
}

/** A function for each of the seed's examples. */
export function seedModule(): string {
  const examples = seedExamples();
  const functions = examples.map((code, index) => {
    const actor = SEED_ACTORS[Math.min(index, 1)] ?? "aurora";
    const body = changed(code.replaceAll(IMPORT, "").trim(), JSON.stringify(addressOf(actor)));
    const props = ["console", "setInterval"].filter((name) => body.includes(name));
    const stage = props.length === 0 ? "" : `{ ${props.join(", ")} }: Stage`;
    return `\nexport async function example${index + 1}(${stage}) {\n${indented(body)}\n}\n`;
  });
  return [
    madeFrom("test/examples/seed.md"),
    asItStands("word by word"),
    examples[0]?.match(IMPORT)?.join("") ?? "",
    'import type { Stage } from "./stage.ts";\n',
    ...functions,
  ].join("");
}

/** The seed's types as they were. */
export function seedTypesModule(): string {
  const [types] = blocksOf(read("seed.md"));
  return `${madeFrom("test/examples/seed.md")}${asItStands("word by word")}${types?.code ?? ""}`;
}

/** The modules by their files. */
export const MODULES = [
  { path: pathOf("readme.ts"), text: readmeModule },
  { path: pathOf("seed.mts"), text: seedModule },
  { path: pathOf("seed-types.ts"), text: seedTypesModule },
];
