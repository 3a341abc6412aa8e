/** The examples of docs/subscriptions.md as readers run them: curl, and the real `graphql-ws`, which comes back by itself. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import ts from "typescript";
import { expect, test } from "vitest";
import { alertCursor } from "../../api/loaders/log-cursor.ts";
import { waitFor } from "../../devnet/wait.ts";
import { startRelay } from "../support/relay.ts";
import { eventIds, record, signal, writeFrom } from "./support/alerts.ts";
import { startApi, type TestApi } from "./support/api.ts";
import { apiSuite } from "./support/suite.ts";
import { makeKey } from "./support/writer.ts";

const suite = apiSuite();
const guide = await readFile(new URL("../../docs/subscriptions.md", import.meta.url), "utf8");
const example = (language: string) => new RegExp(`\`\`\`${language}\n(.*?)\n\`\`\``, "s").exec(guide)?.[1] ?? "";

type FollowAlerts = (follow: {
  readonly url: string;
  readonly key?: string;
  readonly after: string | null;
  readonly onEvent: (event: { readonly eventId: string }) => void;
  readonly onFailure: (error: unknown) => void;
}) => () => void;

/** Compiled to where its packages are found. */
async function documentedClient(): Promise<FollowAlerts> {
  const folder = new URL("../../node_modules/.cache/din/", import.meta.url);
  await mkdir(folder, { recursive: true });
  const file = new URL(`subscriptions-${process.pid}.mjs`, folder);
  const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 };
  await writeFile(file, ts.transpileModule(example("ts"), { compilerOptions }).outputText);
  try {
    const { followAlerts } = await import(/* @vite-ignore */ file.href);
    return followAlerts;
  } finally {
    await rm(file);
  }
}

const lastId = async () => (await eventIds(suite.database.client)).at(-1) ?? "0";
const isFollowed = (api: TestApi, count = 1) =>
  waitFor(() => api.api.subscribers().subscribers === count, { what: `${count} followers`, timeoutMs: 10_000 });
const portOf = ({ url }: TestApi) => Number(new URL(url).port);

test("the documented client goes on over 4410, a broken connection, nobody who answers, and a server that stops", async () => {
  const followAlerts = await documentedClient();
  const { client: database, url } = suite.database;
  const relay = await startRelay(portOf(suite.api));
  const key = await makeKey(url, ["alerts:write"]);
  const seen: string[] = [];
  const failures: unknown[] = [];
  await record(database, signal("before"));
  const stop = followAlerts({
    ...{ url: `ws://127.0.0.1:${relay.port}/graphql`, key, after: alertCursor.encode(await lastId()) },
    onEvent: ({ eventId }) => seen.push(eventId),
    onFailure: (error) => failures.push(error),
  });
  const hasAll = async () => {
    const expected = (await eventIds(database)).slice(1);
    await waitFor(() => seen.length >= expected.length, { what: `${expected.length} events`, timeoutMs: 15_000 });
    expect(seen).toEqual(expected);
    expect(failures).toEqual([]);
  };
  await isFollowed(suite.api);
  await record(database, signal("live"));
  await hasAll();

  // More than the buffers between hold, while nothing passes.
  relay.halt(true);
  for (let n = 0; n < 48; n += 1) await record(database, signal(`much ${n}`, { message: "x".repeat(262_144) }));
  await waitFor(() => suite.api.api.subscribers().subscribers === 0, { what: "4410", timeoutMs: 10_000 });
  relay.halt(false);
  await hasAll();

  const other = await startApi(url);
  relay.target = portOf(other);
  relay.cut();
  const writing = writeFrom(url, 2, 20, "while it moves");
  await isFollowed(other);
  await writing;
  await hasAll();
  relay.target = null;
  relay.cut();
  await record(database, signal("nobody is there"));
  relay.target = portOf(other);
  await hasAll();
  await isFollowed(other);
  relay.target = portOf(suite.api);
  await other.stop();
  await record(database, signal("after the stop"));
  await hasAll();

  stop();
  await isFollowed(suite.api, 0);
  await relay.close();
});

test("a key that does not hold is no reason to come back", async () => {
  const followAlerts = await documentedClient();
  const failures: unknown[] = [];
  followAlerts({
    ...{ url: `${suite.api.url.replace("http", "ws")}/graphql`, key: "din_nobody", after: null },
    onEvent: () => undefined,
    onFailure: (error) => failures.push(error),
  });
  await waitFor(() => failures.length > 0, { what: "the failure", timeoutMs: 5_000 });
  expect(failures).toMatchObject([{ code: 4403 }]);
});

test("the documented curl, from a cursor", async () => {
  const all = await eventIds(suite.database.client);
  const after = JSON.stringify(alertCursor.encode(all.at(-3) ?? "0"));
  const env = { ...process.env, API: suite.api.url, AFTER: after };
  const curl = spawn("bash", ["-c", `exec ${example("sh")}`], { env, stdio: ["ignore", "pipe", "inherit"] });
  let text = "";
  curl.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
  });
  const lines = () => text.split("\n").filter((line) => line.startsWith("data: {"));
  await waitFor(() => lines().length === 2, { what: "both", timeoutMs: 5_000 });
  curl.kill();
  await once(curl, "close");
  expect(lines().map((line) => JSON.parse(line.slice(6)).data.alerts.eventId)).toEqual(all.slice(-2));
});
