import { createServer, type Server } from "node:http";
import { createClient } from "@dreamnet/din-infrastructure-core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { waitFor } from "../../../devnet/wait.ts";
import { createReporter, type KeeperReport, type Reporter } from "../../../keeper/reporter.ts";

const sentSchema = z.object({
  variables: z.object({
    input: z.object({ id: z.string(), active: z.boolean(), problems: z.array(z.object({ code: z.string() })) }),
  }),
});

let server: Server;
let reporter: Reporter;
let heard: z.output<typeof sentSchema>["variables"]["input"][];
let logged: string[];
let now: number;
/** What the API answers next. */
let answer: { status: number; body: object };
/** What its answers wait for. */
let before: Promise<void>;

const TAKEN = {
  status: 200,
  body: { data: { reportKeeper: { __typename: "KeeperStatus", paused: false, pause: null } } },
};

beforeEach(async () => {
  [heard, logged, now, answer, before] = [[], [], 1_000_000, TAKEN, Promise.resolve()];
  server = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    heard.push(sentSchema.parse(JSON.parse(text)).variables.input);
    await before;
    response.writeHead(answer.status, { "content-type": "application/json" }).end(JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = z.object({ port: z.number() }).parse(server.address());
  const log = (_fields: object, message: string) => logged.push(message);
  const din = createClient({ url: `http://127.0.0.1:${port}/graphql` });
  reporter = createReporter({ din, id: "k", now: () => now, log: { info: log, warn: log } });
});

afterEach(async () => {
  await reporter.end(well(false));
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const well = (active = true): KeeperReport => ({ active, accounts: [], problems: [] });
const stuck = (message: string): KeeperReport => ({ ...well(), problems: [{ code: "STUCK", role: null, message }] });
const ANOTHER = { variables: { input: { id: "another", active: true, problems: [] } } };
const soon = () => AbortSignal.timeout(200);
const port = () => z.object({ port: z.number() }).parse(server.address()).port;
const hears = (count: number) =>
  waitFor(() => heard.length >= count, { what: `report ${count}`, timeoutMs: 4_000, everyMs: 5 });

/** Says the same again and again, so much later each time: an answer may still be on its way. */
const saysUntil = (condition: () => boolean, ms: number) =>
  waitFor(
    () => {
      now += ms;
      reporter.say(well());
      return condition();
    },
    { what: "the API to be told again", timeoutMs: 4_000, everyMs: 5 },
  );

test("what is new is said at once, the rest every ten seconds", async () => {
  reporter.say(well());
  await hears(1);
  reporter.say(stuck("for 3 s"));
  await hears(2);
  reporter.say(stuck("for 4 s"));
  now += 9_999;
  reporter.say(stuck("for 5 s"));
  reporter.say(well());
  await hears(3);
  expect(heard.map(({ id, problems }) => [id, problems.map(({ code }) => code)])).toEqual([
    ["k", []],
    ["k", ["STUCK"]],
    ["k", []],
  ]);
  await saysUntil(() => heard.length >= 4, 10_000);
});

test("a refusal is logged once, and its end", async () => {
  answer = {
    status: 200,
    body: { data: { reportKeeper: { __typename: "ForbiddenError", code: "KEEPER_ID_TAKEN", message: "No." } } },
  };
  reporter.say(well());
  await saysUntil(() => heard.length >= 3, 3_000);
  answer = TAKEN;
  await saysUntil(() => logged.length === 2, 3_000);
  expect(logged).toEqual(["the API does not take the keeper's report", "the API takes the keeper's reports again"]);
});

test("the last word comes last: after what is being said, and nothing after it", async () => {
  let release = () => {};
  before = new Promise((resolve) => {
    release = resolve;
  });
  reporter.say(well());
  await hears(1);
  const ended = reporter.end(well(false));
  reporter.say(stuck("cut short"));
  // Whatever was sent beside the first would be heard by the time of this.
  await fetch(`http://127.0.0.1:${port()}/`, { method: "POST", body: JSON.stringify(ANOTHER), signal: soon() }).catch(
    () => undefined,
  );
  expect(heard.map(({ id, active }) => [id, active])).toEqual([
    ["k", true],
    ["another", true],
  ]);
  release();
  await ended;
  expect(heard.map(({ id, active }) => [id, active]).slice(2)).toEqual([["k", false]]);
});

test("the last word is said whatever was said before", async () => {
  reporter.say(well());
  await hears(1);
  await reporter.end(well(false));
  expect(heard.map(({ active }) => active)).toEqual([true, false]);
});
