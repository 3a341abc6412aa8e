import { readFile, writeFile } from "node:fs/promises";
import { lexicographicSortSchema, printSchema } from "graphql";
import { createSchema } from "./index.ts";

/** Writes `schema.graphql`, or with `--check` fails if it is not what the code says. */
const FILE = new URL("../../schema.graphql", import.meta.url);

const printed = `# Printed from api/schema by \`npm run schema\`. Do not edit.\n\n${printSchema(lexicographicSortSchema(createSchema()))}\n`;
if (process.argv.includes("--check")) {
  const committed = await readFile(FILE, "utf8").catch(() => "");
  if (committed !== printed) {
    console.error("schema.graphql is not what api/schema says. Run `npm run schema` and commit the result.");
    process.exitCode = 1;
  }
} else {
  await writeFile(FILE, printed);
}
