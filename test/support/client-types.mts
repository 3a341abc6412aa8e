// Compiled against the installed package, with all checks on. Each line after an expected error is wrong on purpose.
import {
  AlertFeedDocument,
  createClient,
  createRecorder,
  type DinClient,
  DinRequestError,
  NetworkDocument,
  OperatorDocument,
  OperatorsDocument,
  TypedDocumentString,
} from "@dreamnet/din-infrastructure-core";

const din: DinClient = createClient({ url: "http://127.0.0.1:4000/graphql" });

export async function right(): Promise<void> {
  const { network } = await din.request(NetworkDocument);
  const total: number = network.totalOperators;
  const { operator } = await din.request(OperatorDocument, { address: "0x" });
  const address: `0x${string}` | null = operator.__typename === "Operator" ? operator.address : null;
  for await (const { tier } of din.items(OperatorsDocument, {}, (data) => data.operators)) {
    const known: "NONE" | "TIER_1" | "TIER_2" | "TIER_3" = tier;
    console.log(total, address, known);
  }
  for await (const page of din.pages(OperatorsDocument, {}, (data) => data.operators)) console.log(page.nodes.length);
  for await (const { alerts } of din.subscribe(AlertFeedDocument, { after: null }, { idleMs: 1 })) {
    const cursor: string = alerts.cursor;
    console.log(cursor);
  }
  const own = new TypedDocumentString<{ readonly count: number }, { readonly first: number }>("query { count }");
  const { count } = await din.request(own, { first: count0 });
  const recorder = await createRecorder(din, { onError: ({ error }) => console.log(error instanceof DinRequestError) });
  recorder.record({ operator: "0x", service: "rpc", region: "eu-1", latencyMicros: count });
  await recorder.close({ signal: AbortSignal.timeout(1_000) });
}

const count0 = 1;

export async function wrong(): Promise<void> {
  // @ts-expect-error: a required variable
  await din.request(OperatorDocument);
  // @ts-expect-error: of another type
  await din.request(OperatorDocument, { address: 7 });
  // @ts-expect-error: no such variable
  await din.request(OperatorDocument, { address: "0x", adress: "0x" });
  const { operator } = await din.request(OperatorDocument, { address: "0x" });
  // @ts-expect-error: it may not have been found
  console.log(operator.address);
  // @ts-expect-error: no such field
  console.log((await din.request(NetworkDocument)).network.operators);
  // @ts-expect-error: a document without pages
  din.items(OperatorDocument, { address: "0x" }, () => null);
  // @ts-expect-error: no list
  din.items(OperatorsDocument, {}, (data) => data.operators.nodes);
  const recorder = await createRecorder(din);
  // @ts-expect-error: what became of it
  recorder.record({ operator: "0x", service: "rpc", region: "eu-1" });
  // @ts-expect-error: both
  recorder.record({ operator: "0x", service: "rpc", region: "eu-1", latencyMicros: 1, failed: true });
}
