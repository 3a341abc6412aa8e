/** The package as others get it: packed, installed into an empty project without a network, compiled against and run. */
import { execFile } from "node:child_process";
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";
import { privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { alertCursor } from "../../api/loaders/log-cursor.ts";
import { createCompiler } from "../support/compiled.ts";
import { type Published, startLocalRegistry } from "../support/local-registry.ts";
import { eventIds, record, signal } from "./support/alerts.ts";
import { address, ETHER, NOW, stakedRow } from "./support/rows.ts";
import { apiSuite } from "./support/suite.ts";
import { registerAll, withPool } from "./support/writer.ts";

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const NAME = "@dreamnet/din-infrastructure-core";
/** All that it needs at run time, and what that needs. */
const NEEDED = ["@datadog/sketches-js", "protobufjs", "long"].map((name) => join(ROOT, "node_modules", name));

const OPERATORS = [address(1), address(2)];
const suite = apiSuite({ operator: OPERATORS.map((one) => stakedRow({ address: one, ethActive: ETHER })) });
const account = privateKeyToAccount(`0x${"11".repeat(32)}`);

const packedSchema = z.array(
  z.object({ filename: z.string(), unpackedSize: z.number(), files: z.array(z.object({ path: z.string() })) }),
);
type Packed = z.infer<typeof packedSchema>[number];

let folder = "";
let packed: Packed;
let needed: Published[] = [];
const project = () => join(folder, "project");

/** npm as on a machine without settings, and without what it has fetched before. */
const npm = (args: readonly string[], cwd: string) => {
  const settings = { npm_config_userconfig: join(folder, "npmrc"), npm_config_cache: join(folder, "cache") };
  return run("npm", args, { cwd, env: { PATH: process.env.PATH, HOME: folder, ...settings }, maxBuffer: 1 << 24 });
};

async function pack(): Promise<Packed> {
  const { stdout } = await npm(["pack", "--json", "--pack-destination", folder], join(ROOT, "client"));
  // What `prepack` prints comes before.
  const [one] = packedSchema.parse(JSON.parse(stdout.slice(stdout.search(/^\[/m))));
  if (one === undefined) throw new Error("nothing was packed");
  return one;
}

/** An installed package as a registry has it. */
async function archive(directory: string): Promise<Published> {
  const tarball = join(folder, `${basename(directory)}.tgz`);
  await run("tar", ["-czf", tarball, "-C", dirname(directory), basename(directory)]);
  return { directory, tarball };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "din-client-"));
  await Promise.all([writeFile(join(folder, "npmrc"), ""), mkdir(project())]);
  [packed, ...needed] = await Promise.all([pack(), ...NEEDED.map(archive)]);
});

beforeAll(async () => {
  const registry = await startLocalRegistry(needed);
  try {
    await writeFile(join(project(), "package.json"), JSON.stringify({ name: "empty", private: true, type: "module" }));
    const quiet = ["--no-audit", "--no-fund", "--no-update-notifier"];
    await npm(["install", "--registry", registry.url, ...quiet, join(folder, packed.filename)], project());
    expect(registry.missing).toEqual([]);
  } finally {
    await registry.close();
  }
});

afterAll(() => rm(folder, { recursive: true, force: true }));

test("in it is what was built, and nothing else", () => {
  const others = packed.files.map(({ path }) => path).filter((path) => !/^dist\/.*\.(js|d\.ts|js\.map)$/.test(path));
  expect(others.sort()).toEqual(["LICENSE", "README.md", "package.json"]);
  expect(packed.files.some(({ path }) => path === "dist/index.js")).toBe(true);
  expect(packed.unpackedSize).toBeLessThan(1_500_000);
});

test("a program asks, goes through a list, follows, records and signs", async () => {
  await registerAll(suite.database.url);
  const added = `insert into din_api.reporter (id, name, address, weight, created_at, updated_at) values ('signer', 's', $1, 1, 0, 0)`;
  await withPool(suite.database.url, (pool) => pool.query(added, [account.address.toLowerCase()]));
  for (const name of ["one", "two", "three", "four"]) await record(suite.database.client, signal(name));
  const ids = await eventIds(suite.database.client);
  const task = {
    ...{ url: `${suite.api.url}/graphql`, viem: import.meta.resolve("viem/accounts"), operator: OPERATORS[0] },
    ...{ after: alertCursor.encode(ids[0] ?? ""), at: NOW },
  };
  await writeFile(join(project(), "task.json"), JSON.stringify(task));
  await copyFile(join(ROOT, "test/support/client-program.mjs"), join(project(), "program.mjs"));
  const { stdout } = await run(process.execPath, ["program.mjs"], { cwd: project() });
  expect(JSON.parse(stdout)).toMatchObject({
    network: { totalOperators: 2 },
    operators: { length: 2 },
    events: ids.slice(1, 4),
    signature: expect.stringMatching(/^0x[0-9a-f]{130}$/),
    unknown: "DinRequestError UNAUTHENTICATED",
  });
  const { rows } = await suite.database.client.query(
    "select reporter, requests::int, successes::int from din_api.metric_sample where region = 'packed'",
  );
  expect(rows).toEqual([{ reporter: "signer", requests: 2, successes: 1 }]);
});

describe("its types", () => {
  const compile = createCompiler();

  test("hold without exception, and refuse what is wrong", async () => {
    const file = join(project(), "types.mts");
    await copyFile(join(ROOT, "test/support/client-types.mts"), file);
    const { faults, files } = compile(file, { strict: true, exactOptionalPropertyTypes: true });
    expect(faults).toBe("");
    // Of its own types, not of none.
    expect(files.some((one) => one.endsWith(`${NAME}/dist/index.d.ts`))).toBe(true);
  });

  test("are those that the examples of old were written for", async () => {
    const [file, stage] = ["seed.mts", "stage.ts"].map((name) => join(project(), name));
    for (const one of [file, stage]) await copyFile(join(ROOT, "test/examples", basename(one ?? "")), one ?? "");
    // They say that getOperator may answer undefined, and do not look: they were never strict.
    const { faults, files } = compile(file ?? "", { strict: false });
    expect(faults).toBe("");
    expect(files).toContain(file);
  });
});

test("a bundle holds the documents that are used, and no others", async () => {
  const contents = `import { createClient, NetworkDocument } from "${NAME}";
    export const ask = () => createClient({ url: "/graphql" }).request(NetworkDocument);`;
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: project() },
    ...{ bundle: true, minify: true, write: false, format: "esm", platform: "browser" },
  });
  const text = outputFiles[0]?.text ?? "";
  expect(text).toContain("query Network");
  expect(text).not.toContain("query Operators");
  expect(text.length).toBeLessThan(20_000);
});

test("what it says of itself: nobody's private package, of any engine that it runs on", async () => {
  const manifest: unknown = JSON.parse(await readFile(join(project(), "node_modules", NAME, "package.json"), "utf8"));
  expect(manifest).toMatchObject({ name: NAME, type: "module", sideEffects: false, engines: { node: ">=20.19" } });
  expect(manifest).not.toHaveProperty("private");
  expect(manifest).not.toHaveProperty("peerDependencies");
});
