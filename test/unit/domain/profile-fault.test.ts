import { describe, expect, test } from "vitest";
import type { OperatorProfile } from "../../../api/domain/profile.ts";
import { MAX_URL, PROFILE_LIMITS, profileFault } from "../../../api/domain/profile-fault.ts";

const ENDPOINT = { service: "rpc", region: "eu-1", url: "https://rpc.example.org/v1?chain=1" };
const SOFTWARE = { role: "EXECUTION", name: "Geth", version: "1.14.12" } as const;
const NODE = { id: "a", service: "rpc", region: "eu-1", priority: 0 };
const PROFILE: OperatorProfile = {
  ...{ name: "Acme", regions: ["eu-1", "us-1"], endpoints: [ENDPOINT], software: [SOFTWARE] },
  nodes: [NODE, { ...NODE, id: "b", priority: 1 }, { ...NODE, region: "us-1" }],
};

const endpoint = (told: object) => ({ endpoints: [ENDPOINT, { ...ENDPOINT, url: "https://b.example", ...told }] });
const software = (told: object) => ({ software: [{ ...SOFTWARE, ...told }] });
const nodes = (told: object) => ({ nodes: [NODE, { ...NODE, id: "b", priority: 1, ...told }] });
const many = <Item>(count: number, item: (n: number) => Item): Item[] =>
  Array.from({ length: count }, (_, n) => item(n));
const at = (told: Partial<OperatorProfile>): string | null => {
  const fault = profileFault({ ...PROFILE, ...told });
  return fault && `${fault.code} ${fault.path.join(".")}`;
};

describe("a profile", () => {
  test.each<[string, Partial<OperatorProfile>]>([
    ["with everything", {}],
    ["with a name from right to left", { name: "\u05d0\u05e7\u05de\u05d4 \u200fNodes" }],
    ["with nothing but a name", { regions: [], endpoints: [], software: [], nodes: [] }],
    ["of other schemes", endpoint({ url: "wss://b.example:8546/?a=b@c#d" })],
    ["of addresses", endpoint({ url: "http://[2001:db8::1]:8545" })],
    ["of software in two versions", { software: [SOFTWARE, { ...SOFTWARE, version: "1.14.13" }] }],
    ["of software of two kinds", { software: [SOFTWARE, { ...SOFTWARE, role: "RELAY" }] }],
    ["of software with a blank", software({ name: "MEV Boost" })],
    ["with one node in two services", { nodes: [NODE, { ...NODE, service: "wallet" }] }],
    [
      "at its limits",
      {
        regions: many(PROFILE_LIMITS.regions, (n) => `r-${n}`),
        endpoints: many(PROFILE_LIMITS.endpoints, (n) => ({ ...ENDPOINT, region: "r-1", url: `https://${n}.example` })),
        software: many(PROFILE_LIMITS.software, (n) => ({ ...SOFTWARE, name: `s${n}` })),
        nodes: many(PROFILE_LIMITS.nodes, (n) => ({ ...NODE, region: "r-1", id: `n-${n}`, priority: n })),
      },
    ],
    ["with the longest URL", endpoint({ url: `https://b.example/${"a".repeat(MAX_URL - 18)}` })],
  ])("%s may be", (_what, told) => expect(at(told)).toBeNull());

  test.each<[string, Partial<OperatorProfile>, string]>([
    ["no name", { name: "" }, "INVALID_NAME name"],
    ["a name with blanks around it", { name: " Acme" }, "INVALID_NAME name"],
    ["a name of two lines", { name: "Ac\nme" }, "INVALID_NAME name"],
    ["a name of two lines to some", { name: "Ac\u2028me" }, "INVALID_NAME name"],
    ["a name that turns what comes after it around", { name: "Acme\u202e" }, "INVALID_NAME name"],
    ["a name that does so within", { name: "Ac\u2066me" }, "INVALID_NAME name"],
    ["half a character", { name: "Ac\ud800me" }, "INVALID_NAME name"],
    ["a long name", { name: "a".repeat(101) }, "INVALID_NAME name"],
    ["a region in capitals", { regions: ["eu-1", "US-1"] }, "INVALID_REGION regions.1"],
    ["a region twice", { regions: ["eu-1", "us-1", "eu-1"] }, "DUPLICATE regions.2"],
    ["another region", endpoint({ region: "asia" }), "UNKNOWN_REGION endpoints.1.region"],
    ["no service", endpoint({ service: "" }), "INVALID_SERVICE endpoints.1.service"],
    ["an endpoint twice", endpoint(ENDPOINT), "DUPLICATE endpoints.1"],
    ["software twice", { software: [SOFTWARE, { ...SOFTWARE, name: "GETH" }] }, "DUPLICATE software.1"],
    ["software without name", software({ name: "" }), "INVALID_SOFTWARE software.0.name"],
    ["software with a blank before it", software({ name: " Geth" }), "INVALID_SOFTWARE software.0.name"],
    ["software of letters that only look so", software({ name: "Gеth" }), "INVALID_SOFTWARE software.0.name"],
    ["a version with a blank", software({ version: "1 2" }), "INVALID_VERSION software.0.version"],
    ["a node in capitals", nodes({ id: "B" }), "INVALID_NODE nodes.1.id"],
    ["a node elsewhere", nodes({ region: "asia" }), "UNKNOWN_REGION nodes.1.region"],
    ["a node of nothing", nodes({ service: "\0" }), "INVALID_SERVICE nodes.1.service"],
    ["a node twice", nodes({ id: "a" }), "DUPLICATE nodes.1"],
    ["a priority twice", nodes({ priority: 0 }), "DUPLICATE nodes.1.priority"],
    ["a negative priority", nodes({ priority: -1 }), "INVALID_PRIORITY nodes.1.priority"],
    ["a priority past 16 bits", nodes({ priority: 65_536 }), "INVALID_PRIORITY nodes.1.priority"],
    ["half a priority", nodes({ priority: 0.5 }), "INVALID_PRIORITY nodes.1.priority"],
    ...Object.entries(PROFILE_LIMITS).map(([list, most]): [string, Partial<OperatorProfile>, string] => [
      `too many ${list}`,
      {
        [list]: many(
          most + 1,
          (n) => ({ regions: `r-${n}`, endpoints: ENDPOINT, software: SOFTWARE, nodes: NODE })[list],
        ),
      },
      `TOO_MANY ${list}`,
    ]),
  ])("%s is refused", (_what, told, fault) => expect(at(told)).toBe(fault));

  test.each([
    "rpc.example.org",
    "//rpc.example.org",
    "HTTPS://rpc.example.org",
    "ftp://rpc.example.org",
    "javascript://a.example/%0aalert(1)",
    "https:/rpc.example.org",
    "https://",
    "https:///path",
    "https://user@rpc.example.org",
    "https://user:secret@rpc.example.org",
    "https://@rpc.example.org",
    "https://:@rpc.example.org",
    "https://rpc.example.org\\@evil.example",
    "https://rpc.example.org /",
    " https://rpc.example.org",
    "https://rpc.exa\tmple.org",
    "https://rpc.exämple.org",
    "https://rpc.example.org:99999",
    "https://[::1",
    `https://b.example/${"a".repeat(MAX_URL - 17)}`,
    "",
  ])("%j is no URL", (url) => expect(at(endpoint({ url }))).toBe("INVALID_URL endpoints.1.url"));
});
