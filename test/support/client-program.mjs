// What somebody writes who has installed the package into an empty project. Prints what it saw as JSON.
import { readFile } from "node:fs/promises";
import {
  AlertFeedDocument,
  createClient,
  createRecorder,
  NetworkDocument,
  OperatorsDocument,
  signMaintenance,
} from "@dreamnet/din-infrastructure-core";

const { url, viem, operator, after, at } = JSON.parse(await readFile("task.json", "utf8"));
// The account is the program's own: the package needs nothing of the library that made it.
const { privateKeyToAccount } = await import(viem);
const account = privateKeyToAccount(`0x${"11".repeat(32)}`);
const din = createClient({ url });

const { network } = await din.request(NetworkDocument);

const operators = [];
for await (const { address } of din.items(OperatorsDocument, { first: 1 }, (data) => data.operators))
  operators.push(address);

const events = [];
for await (const { alerts } of din.subscribe(AlertFeedDocument, { after })) {
  events.push(alerts.eventId);
  if (events.length === 3) break;
}

const recorder = await createRecorder(din, {
  sign: { reporter: "signer", signTypedData: (data) => account.signTypedData(data) },
  timing: {
    now: () => at * 1_000,
    random: Math.random,
    after: (ms, go) => clearTimeout.bind(null, setTimeout(go, ms)),
  },
  onRejected: ({ code, message }) => {
    throw new Error(`${code}: ${message}`);
  },
});
recorder.record({ operator, service: "rpc", region: "packed", latencyMicros: 48_200 });
recorder.record({ operator, service: "rpc", region: "packed", timeout: true });
await recorder.close();

const maintenance = await signMaintenance({
  ...{ operator: account.address, start: new Date(0), end: new Date(1_000), reason: "test", deadline: at },
  ...{ chainId: 1, registry: account.address, signTypedData: (data) => account.signTypedData(data) },
});

const unknown = await createClient({ url, apiKey: "din_nobody" })
  .request(NetworkDocument)
  .catch(({ name, code }) => `${name} ${code}`);

console.log(JSON.stringify({ network, operators, events, signature: maintenance.signature.signature, unknown }));
