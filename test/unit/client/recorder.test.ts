/** What the recorder makes of requests and what it does about each answer: against a scripted API, in a test's own time. */
import {
  createClient,
  createRecorder,
  type DroppedSample,
  encodeLatencies,
  type FailedDelivery,
  type MetricSampleInput,
  type RecorderOptions,
  type RejectedSample,
  samplesDigest,
} from "@dreamnet/din-infrastructure-core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { waitFor } from "../../../devnet/wait.ts";
import { manualTime } from "../../support/manual-time.ts";

const MINUTE = 60;
/** The start of a minute, Unix seconds. */
const START = 1_780_000_020;
const OPERATOR = `0x${"ab".repeat(20)}`;
const HERE = { operator: OPERATOR, service: "rpc", region: "eu-1" };

const sentSchema = z.object({
  variables: z.object({
    input: z.object({
      samples: z.array(z.record(z.string(), z.unknown())),
      signature: z.object({ reporter: z.string(), deadline: z.number(), signature: z.string() }).optional(),
    }),
  }),
});
type Sent = z.infer<typeof sentSchema>["variables"]["input"];
type Answer = (sent: Sent, signal: AbortSignal | null | undefined) => Response | Promise<Response>;

const json = (status: number, body: object, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers });
const taken = (results: readonly object[] = []) =>
  json(200, { data: { recordMetricsBatch: { __typename: "RecordedBatch", results } } });
const notTaken = (code: string) =>
  json(200, { data: { recordMetricsBatch: { __typename: "ConflictError", code, message: code, path: null } } });
const refused = (status: number, code: string, headers: Record<string, string> = {}) =>
  json(status, { errors: [{ message: code, extensions: { code } }] }, headers);
const lost = () => Promise.reject(new TypeError("fetch failed"));

const SIGN: RecorderOptions["sign"] = { reporter: "probe-eu", signTypedData: async () => "0x01" };

/** Nobody answers. */
const silence: Answer = (_sent, signal) =>
  new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason)));

/** A recorder at START; each request is answered as the script says, and then taken. */
async function recording(options: Partial<RecorderOptions> = {}, ...script: readonly Answer[]) {
  const time = manualTime(START * 1_000, 1);
  const sent: Sent[] = [];
  const failed: FailedDelivery[] = [];
  const rejected: RejectedSample[] = [];
  const dropped: DroppedSample[] = [];
  const answer: typeof fetch = async (_url, init) => {
    const body: unknown = JSON.parse(String(init?.body));
    const { query } = z.object({ query: z.string() }).parse(body);
    if (query.includes("intervalSeconds"))
      return json(200, { data: { policy: { time: { intervalSeconds: MINUTE } } } });
    if (query.includes("indexer {")) return json(200, { data: { indexer: { chainId: 7, registry: OPERATOR } } });
    init?.signal?.throwIfAborted();
    const { input } = sentSchema.parse(body).variables;
    sent.push(input);
    return (script[sent.length - 1] ?? (() => taken()))(input, init?.signal);
  };
  const din = createClient({ url: "http://api.test/graphql", fetch: answer });
  const recorder = await createRecorder(din, {
    timing: time,
    onError: (told) => failed.push(told),
    onRejected: (told) => rejected.push(told),
    onDropped: (told) => dropped.push(told),
    ...options,
  });
  return {
    ...{ recorder, time, sent, failed, rejected, dropped },
    /** Lets it wait so long, and the wait pass. */
    async pass(ms: number) {
      const options = { what: `a wait of ${ms} ms`, timeoutMs: 2_000, everyMs: 1 };
      await waitFor(() => time.waits.includes(ms), options);
      time.advance(ms);
    },
  };
}

const sample = (n: number): MetricSampleInput => ({
  ...{ ...HERE, timestamp: START + n * MINUTE },
  ...{ requests: 1, successes: 0, timeouts: 0, upSeconds: 60, downSeconds: 0 },
});
const is = (n: number) => expect.objectContaining({ timestamp: START + n * MINUTE });

describe("what becomes of requests", () => {
  test("one sample for each operator, service, region and interval", async () => {
    const { recorder, sent } = await recording();
    const [first, second] = [new Date(START * 1_000), new Date((START + MINUTE) * 1_000)];
    recorder.record({ ...HERE, latencyMicros: 50_000, at: first });
    recorder.record({ ...HERE, operator: OPERATOR.toUpperCase().replace("0X", "0x"), latencyMicros: 0.5, at: first });
    recorder.record({ ...HERE, failed: true, at: first });
    recorder.record({ ...HERE, timeout: true, at: new Date((START + MINUTE) * 1_000 - 1) });
    recorder.observe({ ...HERE, upSeconds: 40.2, at: first });
    recorder.observe({ ...HERE, upSeconds: 9.2, downSeconds: 10.6, at: first });
    recorder.record({ ...HERE, failed: true, at: second });
    recorder.record({ ...HERE, region: "us-1", timeout: true, at: second });
    recorder.observe({ ...HERE, service: "wallet", downSeconds: 60, at: second });
    expect(recorder.waiting).toBe(4);
    await recorder.close();
    const none = { requests: 0, successes: 0, timeouts: 0, upSeconds: 0, downSeconds: 0 };
    expect(sent).toEqual([
      {
        samples: [
          {
            ...{ ...HERE, timestamp: START, requests: 4, successes: 2, timeouts: 1, upSeconds: 49, downSeconds: 11 },
            sketch: encodeLatencies([50_000, 1]),
          },
          { ...HERE, ...none, timestamp: START + MINUTE, requests: 1 },
          { ...HERE, ...none, region: "us-1", timestamp: START + MINUTE, requests: 1, timeouts: 1 },
          { ...HERE, ...none, service: "wallet", timestamp: START + MINUTE, downSeconds: 60 },
        ],
      },
    ]);
  });

  test("more seconds than an interval has: downtime is kept", async () => {
    const { recorder, sent } = await recording();
    for (const seconds of [{ upSeconds: 60 }, { downSeconds: 7.5 }]) recorder.observe({ ...HERE, ...seconds });
    await recorder.close();
    expect(sent[0]?.samples).toMatchObject([{ upSeconds: 52, downSeconds: 8 }]);
  });

  test.each([0, -1, Number.NaN, 3_600_000_001, Number.POSITIVE_INFINITY])(
    "a latency of %d is none",
    async (latencyMicros) => {
      const { recorder } = await recording();
      expect(() => recorder.record({ ...HERE, latencyMicros })).toThrow(RangeError);
      expect(recorder.waiting).toBe(0);
    },
  );

  test.each([-1, 61, Number.NaN])("%d seconds are none", async (upSeconds) => {
    const { recorder } = await recording();
    expect(() => recorder.observe({ ...HERE, upSeconds })).toThrow(RangeError);
  });

  test("reporter: of samples that do not say theirs", async () => {
    const { recorder, sent } = await recording({ reporter: "probe-eu" });
    recorder.record({ ...HERE, failed: true });
    recorder.add({ ...sample(0), reporter: "probe-us" });
    await recorder.close();
    expect(sent[0]?.samples.map(({ reporter }) => reporter)).toEqual(["probe-us", "probe-eu"]);
  });
});

describe("when it sends", () => {
  test("an interval once it is closed, its grace included, and never again", async () => {
    const { recorder, time, sent, dropped } = await recording({ graceMs: 3_000, flushMs: 1_000 });
    recorder.record({ ...HERE, failed: true });
    time.advance(62_000);
    expect(sent).toHaveLength(0);
    recorder.record({ ...HERE, failed: true, at: new Date(START * 1_000) });
    time.advance(1_000);
    await waitFor(() => sent.length === 1, { what: "a batch", timeoutMs: 2_000, everyMs: 1 });
    expect(sent[0]?.samples).toMatchObject([{ timestamp: START, requests: 2 }]);
    expect(dropped).toEqual([]);
    recorder.record({ ...HERE, failed: true, at: new Date(START * 1_000) });
    expect(dropped).toEqual([{ sample: null, reason: "LATE" }]);
    await recorder.close();
    expect(sent).toHaveLength(1);
  });

  test("a clock that is put far forward and back again costs nothing but what was recorded in between", async () => {
    const { recorder, time, dropped, sent } = await recording({ graceMs: 0, sign: SIGN });
    const day = 86_400_000;
    time.advance(day);
    recorder.record({ ...HERE, failed: true });
    time.advance(MINUTE * 1_000);
    await recorder.flush();
    time.putBack(day);
    recorder.record({ ...HERE, failed: true });
    time.advance(MINUTE * 1_000);
    await recorder.flush();
    expect(dropped).toEqual([]);
    expect(sent.map(({ samples }) => samples)).toMatchObject([[is(1_440)], [is(1)]]);
    const [signed, put] = sent.map(({ signature }) => signature?.deadline);
    expect([signed, put]).toEqual([START + 86_460 + 600, START + 120 + 600]);
    await recorder.close();
  });

  test("a sample that its owner changes goes out as it was", async () => {
    const { recorder, sent } = await recording();
    const own = { ...sample(0) };
    recorder.add(own);
    own.timestamp = START + MINUTE;
    recorder.add(own);
    await recorder.close();
    expect(sent[0]?.samples).toEqual([is(0), is(1)]);
  });

  test("flush: what is closed, and not what is open", async () => {
    const { recorder, time, sent } = await recording({ graceMs: 0 });
    recorder.record({ ...HERE, failed: true });
    await recorder.flush();
    expect(sent).toHaveLength(0);
    time.advance(MINUTE * 1_000);
    recorder.record({ ...HERE, failed: true });
    await recorder.flush();
    expect(sent).toHaveLength(1);
    expect(recorder.waiting).toBe(1);
    await recorder.close();
    expect(sent).toHaveLength(2);
    expect(time.waits).toEqual([]);
  });

  test("no more samples in a request than it may, and no more than a body holds", async () => {
    const some = await recording({ maxBatch: 3 });
    for (let n = 0; n < 7; n += 1) some.recorder.add(sample(n));
    await some.recorder.close();
    expect(some.sent.map(({ samples }) => samples.length)).toEqual([3, 3, 1]);
    const long = await recording();
    for (let n = 0; n < 1_001; n += 1) long.recorder.add({ ...sample(n), sketch: "x".repeat(8_192) });
    await long.recorder.close();
    expect(long.sent.map(({ samples }) => samples.length)).toEqual([715, 286]);
    expect(JSON.stringify(long.sent[0]).length).toBeLessThan(6_010_000);
  });

  test.each<Partial<RecorderOptions>>([
    ...[0, 1.5, 1_001, Number.NaN].map((maxBatch) => ({ maxBatch })),
    ...[0, Number.NaN].map((maxBuffered) => ({ maxBuffered })),
    ...[0, Number.NaN].map((flushMs) => ({ flushMs })),
    ...[-1, Number.NaN].map((graceMs) => ({ graceMs })),
    ...[0, 0.5, Number.NaN].map((intervalSeconds) => ({ intervalSeconds })),
  ])("%j is refused: it would spin, or never send", async (options) => {
    await expect(recording(options)).rejects.toBeInstanceOf(RangeError);
  });
});

describe("what it does about an answer", () => {
  test.each<[string, Answer, number]>([
    ["a lost connection", lost, 200],
    ["a proxy's 502", () => new Response("<html>", { status: 502 }), 200],
    ["an outage that says when", () => refused(503, "DATABASE_UNAVAILABLE", { "retry-after": "2" }), 2_000],
    ["too many requests", () => refused(429, "RATE_LIMITED", { "retry-after": "9" }), 9_000],
    ["a key that does not hold", () => refused(401, "UNAUTHENTICATED"), 200],
    ["an API of another version", () => refused(200, "GRAPHQL_VALIDATION_FAILED"), 200],
    ["a gateway's own words", () => json(400, { errors: [{ message: "no" }] }), 200],
    ["a key without the scope", () => refused(200, "FORBIDDEN"), 200],
    ["a batch of which nothing was taken", () => notTaken("REPORTER_NOT_FOUND"), 200],
  ])("%s: the same again, to the last figure", async (_what, answer, waitMs) => {
    const { recorder, sent, failed, rejected, pass } = await recording({}, answer);
    recorder.record({ ...HERE, latencyMicros: 50_000 });
    const closed = recorder.close();
    await pass(waitMs);
    await closed;
    expect(sent).toHaveLength(2);
    expect(sent[1]).toEqual(sent[0]);
    expect(failed).toMatchObject([{ samples: 1, failures: 1, waitMs }]);
    expect(rejected).toEqual([]);
  });

  test("silence: it asks again after 30 s", async () => {
    const { recorder, sent, failed, pass } = await recording({}, silence);
    recorder.add(sample(0));
    const closed = recorder.close();
    await pass(30_000);
    await pass(200);
    await closed;
    expect(sent).toHaveLength(2);
    expect(String(failed[0]?.error)).toBe("DinConnectionError: No answer within 30 s.");
  });

  test("twice as late each time", async () => {
    const { recorder, failed, pass } = await recording({}, lost, lost, lost);
    recorder.add(sample(0));
    const closed = recorder.close();
    for (const ms of [200, 400, 800]) await pass(ms);
    await closed;
    expect(failed.map(({ failures }) => failures)).toEqual([1, 2, 3]);
  });

  test("samples that are not taken are told, with why; the others are done", async () => {
    const wrong = {
      index: 1,
      status: "CONFLICT",
      code: "PAYLOAD_DIFFERS",
      message: "other figures",
      path: ["requests"],
    };
    const { recorder, sent, rejected } = await recording({}, () =>
      taken([{ ...wrong, path: ["samples", "1", "requests"] }]),
    );
    for (const n of [0, 1, 2]) recorder.add(sample(n));
    await recorder.flush();
    expect(sent).toHaveLength(1);
    const { index: _, ...why } = wrong;
    expect(rejected).toEqual([{ sample: sample(1), ...why, path: ["requests"] }]);
    await recorder.close();
  });

  test.each<[string, () => Response, string | null]>([
    ["that the API cannot read", () => refused(400, "BAD_USER_INPUT"), "BAD_USER_INPUT"],
    ["that is too long for a proxy", () => new Response("<html>", { status: 413 }), null],
  ])("a batch %s is sent in halves, down to the sample at fault", async (_what, refusal, code) => {
    const answer: Answer = ({ samples }) => (samples.some(({ requests }) => requests === 7) ? refusal() : taken());
    const { recorder, sent, rejected } = await recording({}, ...Array(20).fill(answer));
    for (let n = 0; n < 8; n += 1) recorder.add({ ...sample(n), requests: n === 5 ? 7 : 1 });
    await recorder.close();
    expect(rejected).toMatchObject([{ sample: { timestamp: START + 5 * MINUTE }, status: "REJECTED", code }]);
    expect(sent.map(({ samples }) => samples.length)).toEqual([8, 4, 4, 2, 1, 1, 2]);
  });

  test("any failures, lost answers among them: every sample is stored once and as it was", async () => {
    const steps = fc.constantFrom("taken", "lost before", "lost after", "outage", "unreadable");
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { maxLength: 12 }), fc.integer({ min: 1, max: 5 }), async (script, maxBatch) => {
        const stored = new Map<string, string>();
        const store = ({ samples }: Sent) => {
          for (const one of samples) {
            const [key, text] = [String(one.timestamp), JSON.stringify(one)];
            expect(stored.get(key) ?? text).toBe(text);
            stored.set(key, text);
          }
          return taken();
        };
        const answers: Record<string, Answer> = {
          "lost before": lost,
          "lost after": async (sent) => {
            await store(sent);
            return lost();
          },
          outage: () => refused(503, "DATABASE_UNAVAILABLE"),
          unreadable: (sent) => (sent.samples.length > 1 ? refused(400, "BAD_USER_INPUT") : store(sent)),
        };
        const told = script.map((step) => answers[step] ?? store);
        const { recorder, time, rejected, dropped } = await recording({ maxBatch }, ...told, ...Array(40).fill(store));
        for (let n = 0; n < 9; n += 1) recorder.add(sample(n));
        let isClosed = false;
        const closed = recorder.close().finally(() => {
          isClosed = true;
        });
        while (!isClosed) {
          time.advance(30_000);
          await new Promise((go) => setImmediate(go));
        }
        await closed;
        expect([...stored.values()].sort()).toEqual(
          Array.from({ length: 9 }, (_, n) => JSON.stringify(sample(n))).sort(),
        );
        expect([...rejected, ...dropped]).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

describe("what it holds", () => {
  test("one too many costs the oldest, and that is told; what is on its way is not touched", async () => {
    let answered = (_response: Response) => {};
    const first: Answer = () => new Promise((resolve) => (answered = resolve));
    const { recorder, sent, dropped } = await recording({ maxBuffered: 3, maxBatch: 2 }, first);
    for (const n of [0, 1]) recorder.add(sample(n));
    const flushed = recorder.flush();
    await waitFor(() => sent.length === 1, { what: "a batch", timeoutMs: 2_000, everyMs: 1 });
    for (const n of [2, 3, 4, 5]) recorder.add(sample(n));
    expect(dropped).toEqual([{ sample: is(2), reason: "BUFFER_FULL" }]);
    recorder.record({ ...HERE, failed: true });
    expect(dropped).toEqual([
      { sample: is(2), reason: "BUFFER_FULL" },
      { sample: is(3), reason: "BUFFER_FULL" },
    ]);
    answered(taken());
    await flushed;
    await recorder.close();
    expect(sent.map(({ samples }) => samples)).toEqual([[is(0), is(1)], [is(4), is(5)], [is(0)]]);
  });

  test("open intervals count, the oldest goes first", async () => {
    const { recorder, dropped } = await recording({ maxBuffered: 2 });
    for (const n of [1, 0, 2]) recorder.record({ ...HERE, failed: true, at: new Date((START + n * MINUTE) * 1_000) });
    expect(dropped).toEqual([{ sample: is(0), reason: "BUFFER_FULL" }]);
    await recorder.close();
  });
});

describe("how it ends", () => {
  test("closed: nothing more is taken, and closing again is nothing", async () => {
    const { recorder, time } = await recording();
    await recorder.close();
    expect(() => recorder.record({ ...HERE, failed: true })).toThrow("closed");
    expect(() => recorder.add(sample(0))).toThrow("closed");
    await recorder.close();
    await expect(recorder.flush()).rejects.toThrow("closed");
    expect(time.waits).toEqual([]);
  });

  test("by its signal: whoever waits hears why, and nothing goes on", async () => {
    const [controller, reason] = [new AbortController(), new Error("enough")];
    const { recorder, time, sent, failed } = await recording({ signal: controller.signal }, lost);
    recorder.add(sample(0));
    const flushed = expect(recorder.flush()).rejects.toBe(reason);
    await waitFor(() => failed.length === 1, { what: "a failure", timeoutMs: 2_000, everyMs: 1 });
    controller.abort(reason);
    await flushed;
    expect(time.waits).toEqual([]);
    expect(sent).toHaveLength(1);
    expect(() => recorder.add(sample(1))).toThrow("closed");
  });

  test("by its signal, while nobody answers: the request is called off", async () => {
    const [controller, reason] = [new AbortController(), new Error("enough")];
    const { recorder, time, sent, failed } = await recording({ signal: controller.signal }, silence);
    recorder.add(sample(0));
    const flushed = expect(recorder.flush()).rejects.toBe(reason);
    await waitFor(() => sent.length === 1, { what: "a request", timeoutMs: 2_000, everyMs: 1 });
    controller.abort(reason);
    await flushed;
    expect(time.waits).toEqual([]);
    expect(failed).toEqual([]);
  });

  test("a signal of flush ends the waiting alone; one of close ends it all", async () => {
    const [waiting, closing, reason] = [new AbortController(), new AbortController(), new Error("enough")];
    const { recorder, time, sent, pass } = await recording({}, lost, () => taken(), lost);
    recorder.add(sample(0));
    const flushed = expect(recorder.flush({ signal: waiting.signal })).rejects.toBe(reason);
    waiting.abort(reason);
    await flushed;
    await pass(200);
    await waitFor(() => sent.length === 2, { what: "the retry", timeoutMs: 2_000, everyMs: 1 });
    recorder.add(sample(1));
    const closed = expect(recorder.close({ signal: closing.signal })).rejects.toBe(reason);
    await waitFor(() => sent.length === 3, { what: "the last", timeoutMs: 2_000, everyMs: 1 });
    closing.abort(reason);
    await closed;
    expect(time.waits).toEqual([]);
    expect(sent).toHaveLength(3);
  });
});

test("signed: a signer that does not answer is asked again, and does not keep the recorder from its end", async () => {
  const [controller, reason] = [new AbortController(), new Error("enough")];
  const signTypedData = () => new Promise<never>(() => {});
  const { recorder, sent, failed, pass } = await recording({
    ...{ signal: controller.signal, sign: { reporter: "probe-eu", signTypedData } },
  });
  recorder.add(sample(0));
  const flushed = expect(recorder.flush()).rejects.toBe(reason);
  await pass(30_000);
  await waitFor(() => failed.length === 1, { what: "a failure", timeoutMs: 2_000, everyMs: 1 });
  await pass(200);
  controller.abort(reason);
  await flushed;
  expect(sent).toEqual([]);
});

test("signed: each attempt has a deadline of its own, of the samples it sends", async () => {
  const digests: string[] = [];
  const sign: RecorderOptions["sign"] = {
    reporter: "probe-eu",
    async signTypedData({ domain, message }) {
      expect(domain).toMatchObject({ chainId: 7, verifyingContract: OPERATOR });
      digests.push(message.samplesDigest);
      return "0x01";
    },
  };
  const { recorder, sent, pass } = await recording({ sign }, lost, () => notTaken("REPLAYED"));
  recorder.add(sample(0));
  const closed = recorder.close();
  for (const ms of [200, 400]) await pass(ms);
  await closed;
  expect(sent.map(({ signature }) => signature?.deadline)).toEqual([START + 600, START + 601, START + 602]);
  expect(digests).toEqual(Array(3).fill(await samplesDigest([sample(0)])));
});
