/** What docs/profiles.md says is signed is what the API takes, and its limits are those of the rules. */
import { readFileSync } from "node:fs";
import { buildSchema, parse, validate } from "graphql";
import { hexToBytes } from "viem";
import { expect, test } from "vitest";
import { z } from "zod";
import { recover } from "../../../api/access/typed-data.ts";
import { POLICY } from "../../../api/domain/policy.ts";
import { SOFTWARE_ROLES } from "../../../api/domain/profile.ts";
import { PROFILE_LIMITS, profileFault } from "../../../api/domain/profile-fault.ts";
import { MAX_UNKNOWN_NODES } from "../../../api/ingestion/heartbeat.ts";
import {
  checkedSignature,
  PROFILE_DOMAIN,
  PROFILE_TYPES,
  profileHash,
} from "../../../api/profiles/profile-signature.ts";
import { KEPT_REVISIONS } from "../../../api/profiles/set.ts";

const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");
const guide = read("docs/profiles.md");
const REGISTRY = { chainId: 84_532, address: "0x5fbdb2315678afecb367f032d93f642f64180aa3" };
const DEADLINE = 1_780_000_600;

const place = { service: z.string(), region: z.string() };
const example = z
  .object({
    operator: z.string(),
    revision: z.number(),
    profile: z.object({
      ...{ name: z.string(), regions: z.array(z.string()) },
      endpoints: z.array(z.object({ ...place, url: z.string() })),
      software: z.array(z.object({ role: z.enum(SOFTWARE_ROLES), name: z.string(), version: z.string() })),
      nodes: z.array(z.object({ ...place, id: z.string(), priority: z.number() })),
    }),
    signature: z.object({ deadline: z.literal(DEADLINE), signature: z.string() }),
  })
  .parse(JSON.parse(block("profile")));
const OPERATOR = example.operator.toLowerCase();

function block(kind: string): string {
  const [, text] = new RegExp(`\`\`\`${kind}\n([^\`]*)\n\`\`\``).exec(guide) ?? [];
  if (text === undefined) throw new Error(`no block of ${kind}`);
  return text;
}

test("the example is signed as it says", () => {
  const signed = { ...example, operator: OPERATOR };
  expect(profileFault(example.profile)).toBeNull();
  expect(profileHash(signed, DEADLINE, REGISTRY)).toBe(block("digest"));
  expect(checkedSignature(signed, example.signature, REGISTRY, DEADLINE).digest).toBe(block("digest"));
  const digest = `0x${block("digest").slice(2)}` as const;
  expect(recover(hexToBytes(digest), example.signature.signature)).toBe(OPERATOR);
  expect(guide).toContain(`domain \`name\` "${PROFILE_DOMAIN}"`);
});

test("the types are those that are signed", () => {
  const types = Object.entries(PROFILE_TYPES).map(
    ([name, fields]) => `${name}(${fields.map((field) => `${field.type} ${field.name}`).join(",")})`,
  );
  expect(block("types").split("\n")).toEqual(types);
  for (const role of SOFTWARE_ROLES) expect(guide).toContain(`\`${role}\``);
});

test("the documents fit the schema", () => {
  const schema = buildSchema(read("schema.graphql"));
  const documents = [...guide.matchAll(/```graphql\n([^`]*)\n```/g)].map(([, text]) => text ?? "");
  expect(documents).toHaveLength(4);
  for (const document of documents) expect(validate(schema, parse(document))).toEqual([]);
});

test("the limits that it tells", () => {
  const { regions, endpoints, software, nodes } = PROFILE_LIMITS;
  expect(guide).toContain(
    `At most ${regions} regions, ${endpoints} endpoints, ${software} kinds of software and ${nodes} nodes`,
  );
  expect(guide).toContain(`The last ${KEPT_REVISIONS} are kept`);
  expect(guide).toContain(`not heard of for more than ${POLICY.failover.deadIntervals} intervals`);
  expect(guide).toContain(`after it has lived for ${POLICY.failover.backIntervals} intervals`);
  expect(guide).toContain(`are kept (${MAX_UNKNOWN_NODES} of an operator`);
});
