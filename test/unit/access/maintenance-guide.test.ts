/** The worked examples of docs/maintenance.md are what the API and the client do, and its limits are the policy's. */
import { readFileSync } from "node:fs";
import { signCancellation, signMaintenance } from "@dreamnet/din-infrastructure-core";
import { privateKeyToAccount } from "viem/accounts";
import { expect, test } from "vitest";
import { z } from "zod";
import { MAX_WEEKS_AHEAD } from "../../../api/domain/maintenance.ts";
import { unixSecondsOf } from "../../../api/domain/moment.ts";
import { POLICY } from "../../../api/domain/policy.ts";
import { announcedHash, assertCancelled } from "../../../api/monitoring/maintenance-signature.ts";

const guide = readFileSync(new URL("../../../docs/maintenance.md", import.meta.url), "utf8");
const account = privateKeyToAccount("0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80");
const OPERATOR = account.address.toLowerCase();
const DEADLINE = 1_780_000_600;
const REGISTRY = { chainId: 84_532, address: "0x5fbdb2315678afecb367f032d93f642f64180aa3" } as const;
const SIGNED = { deadline: DEADLINE, chainId: REGISTRY.chainId, registry: REGISTRY.address } as const;

const signature = z.object({ deadline: z.number(), signature: z.string() });
const hex = z.templateLiteral(["0x", z.string()]);
const announcement = z
  .object({ operator: hex, start: z.string(), end: z.string(), reason: z.string(), signature })
  .parse(JSON.parse(block("announcement")));
const cancellation = z.object({ id: hex, signature }).parse(JSON.parse(block("cancellation")));

function block(kind: string): string {
  const [, text] = new RegExp(`\`\`\`${kind}\n([^\`]*)\n\`\`\``).exec(guide) ?? [];
  if (text === undefined) throw new Error(`no block of ${kind}`);
  return text;
}

test("the announcement is what the client signs, and its hash what the API calls it", async () => {
  const { operator, reason } = announcement;
  const [start, end] = [new Date(announcement.start), new Date(announcement.end)];
  const signTypedData: Parameters<typeof signMaintenance>[0]["signTypedData"] = (data) => {
    const [[name, fields] = ["", []]] = Object.entries(data.types);
    expect(block("types")).toContain(`${name}(${fields.map((field) => `${field.type} ${field.name}`).join(",")})`);
    return account.signTypedData(data);
  };
  expect(await signMaintenance({ ...SIGNED, operator, start, end, reason, signTypedData })).toEqual(announcement);
  const window = { operator: OPERATOR, reason, start: seconds(announcement.start), end: seconds(announcement.end) };
  expect(announcedHash(window, announcement.signature, REGISTRY, DEADLINE)).toBe(cancellation.id);
  const another = { ...window, end: window.end + 1 };
  expect(() => announcedHash(another, announcement.signature, REGISTRY, DEADLINE)).toThrow("not a signature of");
});

test("the cancellation, too", async () => {
  const { id } = cancellation;
  const signTypedData: Parameters<typeof signCancellation>[0]["signTypedData"] = (data) => account.signTypedData(data);
  expect(await signCancellation({ ...SIGNED, id, signTypedData })).toEqual(cancellation);
  expect(() => assertCancelled({ id, operator: OPERATOR }, cancellation.signature, REGISTRY, DEADLINE)).not.toThrow();
  const other = { id: `${id.slice(0, -1)}0`, operator: OPERATOR };
  expect(() => assertCancelled(other, cancellation.signature, REGISTRY, DEADLINE)).toThrow("not a signature of");
});

test("the limits that it tells", () => {
  const { maintenance, slash, time } = POLICY;
  const hours = (intervals: number) => (intervals * time.intervalSeconds) / 3_600;
  expect(guide).toContain(
    `At least ${hours(maintenance.noticeIntervals)} hours ahead and at most ${MAX_WEEKS_AHEAD} weeks`,
  );
  const days = hours(maintenance.weekIntervals) / 24;
  expect(guide).toContain(`At most ${hours(maintenance.maxIntervals)} hours of it in any ${days} days`);
  expect(guide).toContain(`began at most ${hours(time.maxPastIntervals) / 24} days before`);
  const misbehaviour = slash.misbehaviorBps.toLocaleString("en");
  expect(guide).toContain(
    `${slash.badDataBps} basis points of active and unbonding stake for bad data, ${misbehaviour} for`,
  );
});

function seconds(text: string): number {
  const found = unixSecondsOf(text);
  if (found === null) throw new Error(`not a moment: ${text}`);
  return found;
}
