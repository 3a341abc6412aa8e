/** What `npm run start:keeper` runs: the only place of the keeper that reads the environment and exits. */
import { parseArgs } from "node:util";
import { createClient } from "@dreamnet/din-infrastructure-core";
import pino from "pino";
import { addressesOf } from "./accounts.ts";
import { createApiReader } from "./api.ts";
import { createChainClient, createChainReader } from "./chain.ts";
import { parseEnvironment, parseObserverEnvironment, SettingsError } from "./env.ts";
import { createKeeper } from "./keeper.ts";
import { loadAccounts } from "./keys.ts";
import { createObserver } from "./observe.ts";
import { whatFailed } from "./problems.ts";
import { tableOf } from "./table.ts";

const HELP = `The keeper of the DIN operator graph: publishes scores, proposes and executes slashes. docs/keeper.md is its guide.

  npm run start:keeper
      Runs until it is interrupted. Reads the environment; .env.example explains each setting.
  npm run start:keeper -- --dry-run
      Prints what it would do now, and what it holds back and why. Sends nothing; needs neither keys nor a database.
  npm run start:keeper -- --once
      One pass, and ends: follows what is under way, begins one transaction of each account at most.
  npm run start:keeper -- --help

Exit codes: 0 done, 1 it could not be done or the settings are wrong, 2 the command is wrong.`;

const clocks = { now: () => Date.now(), elapsed: () => performance.now() };

type Mode = "RUN" | "DRY_RUN" | "ONCE" | "HELP";

/** Null if the command line is none of those in the help. */
function modeOf(args: string[]): Mode | null {
  try {
    const { values } = parseArgs({
      args,
      options: {
        "dry-run": { type: "boolean" },
        once: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    });
    if (values.help) return "HELP";
    if (values["dry-run"]) return values.once ? null : "DRY_RUN";
    return values.once ? "ONCE" : "RUN";
  } catch {
    return null;
  }
}

/** Prints the plan of this moment. */
async function dryRun(): Promise<number> {
  const environment = parseObserverEnvironment(process.env);
  const { accounts, warnings } = await loadAccounts(environment.keys);
  const client = createChainClient(environment.chain.rpcUrls);
  const observer = createObserver({
    environment,
    api: createApiReader(createClient({ url: environment.api.url }), new AbortController().signal),
    chain: createChainReader(client, environment.chain.registry),
    accounts: addressesOf(accounts),
    now: clocks.elapsed,
    waitsForScores: true,
  });
  const { plan, problems } = await observer.observe();
  for (const warning of warnings) console.error(warning);
  for (const { code, role, message } of problems)
    console.error(`${code}${role === null ? "" : ` (${role})`}: ${message}`);
  if (plan === null) return 1;
  console.log(tableOf(plan));
  return 0;
}

async function prepared(waitsForScores: boolean) {
  const environment = parseEnvironment(process.env);
  const log = pino({ name: "din-keeper", level: environment.logLevel });
  const { accounts, warnings } = await loadAccounts(environment.keys);
  for (const warning of warnings) log.warn(warning);
  return { log, keeper: createKeeper({ environment, accounts, ...clocks, log, waitsForScores }) };
}

async function once(): Promise<number> {
  const { keeper } = await prepared(true);
  try {
    const { active, problems } = await keeper.pass();
    if (!active) console.error("Another keeper leads: nothing was done.");
    return active && problems.length === 0 ? 0 : 1;
  } finally {
    await keeper.stop();
  }
}

async function run(): Promise<void> {
  const { keeper, log } = await prepared(false);
  keeper.start();
  let stopping = false;
  const stop = async (signal: string): Promise<void> => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, "stopping");
    await keeper.stop();
    process.exit(0);
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
}

try {
  const mode = modeOf(process.argv.slice(2));
  if (mode === null) {
    console.error(`This is no command: ${process.argv.slice(2).join(" ")}.\n\n${HELP}`);
    process.exit(2);
  }
  if (mode === "HELP") console.log(HELP);
  else if (mode === "RUN") await run();
  else process.exit(mode === "DRY_RUN" ? await dryRun() : await once());
} catch (error) {
  // Nothing else is expected; of what is, the words are ours and hold no secret.
  console.error(error instanceof SettingsError ? error.message : whatFailed(error));
  process.exit(1);
}
