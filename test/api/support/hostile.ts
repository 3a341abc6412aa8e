/** Documents that ask for more than anybody may, by every way of asking that we know. */

export interface Hostile {
  readonly name: string;
  readonly query: string;
  readonly variables?: object;
  readonly operationName?: string;
}

const ADDRESS = `0x${"0a".repeat(20)}`;
const times = (count: number, make: (index: number) => string, separator = " ") =>
  Array.from({ length: count }, (_, index) => make(index)).join(separator);
const nested = (depth: number, open: (level: number) => string, core: string) =>
  `${times(depth, open, "")}${core}${"}".repeat(depth)}`;

const CONNECTIONS = [
  "slashes",
  "stakingEvents",
  "unstakeRequests",
  "publishedScores",
  "statusChanges",
  "incidentLog",
  "circuitOverrides",
  "samples",
] as const;
const ROOTS = ["operators", "slashes", "stakingEvents", "alerts", "alertEvents", "silences", "routingTables"] as const;
const HISTORIES = ["rateHistory", "parameterChanges", "pauseChanges", "roleChanges", "payouts"] as const;

/** Deeper than any honest question. */
const deep: Hostile[] = [13, 20, 50, 100, 300, 600, 900].flatMap((depth) => [
  { name: `fields ${depth} deep`, query: `{ ${nested(depth, (level) => `a${level}{`, "b")} }` },
  {
    name: `introspection ${depth} deep`,
    query: `{ __type(name: "Operator") { ${nested(depth, () => "ofType{", "name")} } }`,
  },
  {
    name: `possible types ${depth} deep`,
    query: `{ __schema { types { ${nested(depth, () => "fields{type{", "name}".repeat(depth))} } } }`,
  },
  {
    name: `node in node ${depth} deep`,
    query: `{ operators(first: 1) { ${nested(depth, () => "nodes{slashes(first: 1){", "totalCount").concat("}".repeat(depth))} } }`,
  },
  {
    name: `lists ${depth} deep`,
    query: `{ operators(filter: { tier: ${"[".repeat(depth)}${"]".repeat(depth)} }) { totalCount } }`,
  },
  {
    name: `objects ${depth} deep`,
    query: `{ operators(filter: ${"{ stake: ".repeat(depth)}{}${" }".repeat(depth)}) { totalCount } }`,
  },
  { name: `inline fragments ${depth * 2} deep`, query: `{ ${nested(depth * 2, () => "...{", "nope")} }` },
]);

/** More names, fields or operations than any honest question. */
const wide: Hostile[] = [31, 60, 100, 200, 400].flatMap((width) => [
  { name: `${width} aliases of a root`, query: `{ ${times(width, (n) => `a${n}: indexer { block }`)} }` },
  { name: `${width} aliases of a leaf`, query: `{ indexer { ${times(width, (n) => `a${n}: block`)} } }` },
  {
    name: `${width} aliases of a page`,
    query: `{ ${times(width, (n) => `a${n}: operators(first: 100) { totalCount }`)} }`,
  },
  {
    name: `${width} aliases in fragments`,
    query: `{ ...F } fragment F on Query { ${times(width, (n) => `a${n}: network { totalOperators }`)} }`,
  },
  {
    name: `${width} aliases over many fragments`,
    query: `{ ${times(width, (n) => `...F${n}`)} } ${times(width, (n) => `fragment F${n} on Query { a${n}: policy { version } }`)}`,
  },
  { name: `${width} directives`, query: `{ indexer { ${times(width, () => "block @include(if: true)")} } }` },
  {
    name: `${width} directives on one field`,
    query: `{ indexer { block ${times(width, () => "@skip(if: false)")} } }`,
  },
  { name: `${width} unknown directives`, query: `{ indexer { block ${times(width, (n) => `@d${n}`)} } }` },
  { name: `${width} unknown fields`, query: `{ ${times(width, (n) => `nope${n}`)} }` },
  {
    name: `${width} operations of one name`,
    query: times(width, () => "query A { indexer { block } }"),
    operationName: "A",
  },
  {
    name: `${width} unused fragments`,
    query: `{ indexer { block } } ${times(width, (n) => `fragment F${n} on Query { __typename }`)}`,
  },
  { name: `${width} unused variables`, query: `query (${times(width, (n) => `$v${n}: Int`)}) { indexer { block } }` },
  {
    name: `${width} different answers for one name`,
    query: `{ ${times(width, (n) => `a: operators(first: ${n}) { totalCount }`)} }`,
  },
]);

/** Longer than a document may be. */
const long: Hostile[] = [
  { name: "2,001 tokens", query: `{ ${"__typename ".repeat(2_001)} }` },
  { name: "20,000 tokens", query: `{ ${"a ".repeat(20_000)} }` },
  { name: "60,000 blanks", query: `{ __typename }${" ".repeat(60_000)}` },
  { name: "a comment of 60,000", query: `{ __typename } #${"x".repeat(60_000)}` },
  { name: "a name of 60,000", query: `{ ${"a".repeat(60_000)} }` },
  { name: "a string of 60,000", query: `{ operators(filter: { text: "${"x".repeat(60_000)}" }) { totalCount } }` },
  { name: "1 MiB of braces", query: "{a".repeat(2 ** 19) },
  { name: "3,000 brackets", query: `{ operators(filter: ${"[".repeat(3_000)}` },
  { name: "1,500 braces", query: "{a".repeat(1_500) },
  { name: "7 MiB of text", query: `{ a } # ${"x".repeat(7 * 2 ** 20)}` },
];

/** Page sizes of a million, and others that are none, wherever a page can be asked for. */
const pages: Hostile[] = [
  ...["first: 1000000", "last: 1000000", "first: -1", "first: 101", "first: 1, last: 1", "first: 2147483648"].flatMap(
    (size) => [
      ...ROOTS.map((root) => ({ name: `${root}(${size})`, query: `{ ${root}(${size}) { totalCount } }` })),
      ...CONNECTIONS.map((list) => ({
        name: `operators.${list}(${size})`,
        query: `{ operators(first: 1) { nodes { ${list}(${size}) { totalCount } } } }`,
      })),
      ...HISTORIES.map((list) => ({
        name: `registry.${list}(${size})`,
        query: `{ registry { ${list}(${size}) { totalCount } } }`,
      })),
      {
        name: `leaderboard(${size})`,
        query: `{ leaderboard(by: SCORE, ${size}) { totalCount } }`,
      },
      {
        name: `reputation.history(${size})`,
        query: `{ operators(first: 1) { nodes { reputation { history(${size}) { totalCount } } } } }`,
      },
      ...["positions", "claimableUnstakes", "comingUnstakes", "history"].map((list) => ({
        name: `wallet.${list}(${size})`,
        query: `{ wallet(address: "${ADDRESS}") { ${list}(${size}) { totalCount } } }`,
      })),
    ],
  ),
  ...["first: 1000000", "first: -1", "first: 101", "first: 2147483648"].map((size) => ({
    name: `circuit.services(${size})`,
    query: `{ operators(first: 1) { nodes { circuit { services(${size}) { region } } } } }`,
  })),
  ...["limit: 1000000", "limit: -1", "excludedLimit: 101", "limit: 2147483648"].map((size) => ({
    name: `routingCandidates(${size})`,
    query: `{ routingCandidates(service: "rpc", region: "eu", ${size}) { version candidates { address } } }`,
  })),
  ...ROOTS.flatMap((root) => [
    {
      name: `${root} by a variable`,
      query: `query ($n: Int) { ${root}(first: $n) { totalCount } }`,
      variables: { n: 1_000_000 },
    },
    {
      name: `${root} by a variable's default`,
      query: `query ($n: Int = 1000000) { ${root}(last: $n) { totalCount } }`,
    },
    { name: `${root} skipped`, query: `{ ${root}(first: 1000000) @skip(if: true) { totalCount } __typename }` },
  ]),
];

const COSTLY = `nodes { address ${CONNECTIONS.map((list) => `${list}(first: 100) { nodes { __typename } }`).join(" ")} }`;

/** Within every count, and yet too much work. */
const costly: Hostile[] = [
  ...[30, 50, 100].map((size) => ({
    name: `${size} pages in a page`,
    query: `{ operators(first: ${size}) { ${COSTLY} } }`,
  })),
  {
    name: "cost by a variable",
    query: `query ($n: Int!) { operators(first: $n) { ${COSTLY} } }`,
    variables: { n: 100 },
  },
  {
    name: "pages of 200 routed operators",
    query: `{ routingCandidates(service: "rpc", region: "eu", limit: 100, excludedLimit: 100) { candidates { operator { circuitOverrides(first: 100) { nodes { __typename } } } } } }`,
  },
  { name: "cost by a default", query: `query ($n: Int! = 100) { operators(first: $n) { ${COSTLY} } }` },
  {
    name: "cost by a name among cheap operations",
    query: `query A { indexer { block } } query B { operators(first: 100) { ${COSTLY} } } query C { __typename }`,
    operationName: "B",
  },
  {
    name: "cost beside an argument that cannot be read",
    query: `query ($d: OrderDirection = ASC) { slashes(direction: $d) { totalCount } operators(first: 100) { ${COSTLY} } }`,
    variables: { d: null },
  },
  {
    name: "cost in fragments",
    query: `{ operators(first: 100) { ...P } } fragment P on OperatorConnection { ${COSTLY} }`,
  },
  {
    name: "cost in edges",
    query: `{ operators(first: 100) { edges { node { slashes(first: 100) { edges { node { id state } } } } } } }`,
  },
  {
    name: "boards side by side",
    query: `{ ${times(30, (n) => `b${n}: leaderboard(by: STAKE, first: 1) { totalCount }`)} }`,
  },
  {
    name: "profiles of a page, with nodes twice",
    query:
      "{ operators(first: 100) { nodes { profile { nodes { nodeId alive serving } endpoints { url } } failover { nodes { nodeId alive serving } } } } }",
  },
  {
    name: "recoveries of a page",
    query: "{ operators(first: 50) { nodes { reputation { recovery(threshold: 999, score: 50) { days } } } } }",
  },
  {
    name: "histories of a page",
    query: "{ operators(first: 100) { nodes { reputation { history(first: 100) { nodes { at value } } } } } }",
  },
  { name: "logs of a page", query: "{ operators(first: 50) { nodes { incidentLog(first: 100) { nodes { at } } } } }" },
  {
    name: "software side by side",
    query: `{ ${times(30, (n) => `s${n}: softwareDistribution(role: SIGNER) { name }`)} }`,
  },
  {
    name: "simulations side by side",
    query: `{ wallet(address: "${ADDRESS}") { transactions { ${times(8, (n) => `s${n}: claimBond { simulation(from: "${ADDRESS}") { gas } }`)} } } }`,
  },
  {
    name: "filtered histories side by side",
    query: `{ wallet(address: "${ADDRESS}") { ${times(8, (n) => `h${n}: history(first: 1, filter: { name: ["x"] }) { totalCount }`)} } }`,
  },
  {
    name: "simulated claims of a page",
    query: `{ wallet(address: "${ADDRESS}") { claimableUnstakes(first: 8) { nodes { claim { simulation { gas } } } } } }`,
  },
  {
    name: "a megabyte of text in many transactions",
    query: `query ($uri: String!) { wallet(address: "${ADDRESS}") { transactions { ${times(29, (n) => `t${n}: setMetadata(uri: $uri) { data }`)} } } }`,
    variables: { uri: "x".repeat(1_000_000) },
  },
  {
    name: "a filter of more values than a statement has parameters",
    query: `query ($states: [SlashState!]!) { slashes(filter: { state: $states }) { totalCount } }`,
    variables: { states: Array.from({ length: 70_000 }, () => "PROPOSED") },
  },
  {
    name: "cost in ids",
    query: `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Operator { slashes(first: 100) { nodes { id state } } } } }`,
    variables: { ids: Array.from({ length: 100 }, () => "T3BlcmF0b3I6MHgx") },
  },
  ...[2, 3, 5, 10].map((width) => ({
    name: `fragments that double ${width * 10} times`,
    query: `{ ...F0 } ${times(width * 10, (n) => `fragment F${n} on Query { ...F${n + 1} ...F${n + 1} }`)} fragment F${width * 10} on Query { network { totalOperators } }`,
  })),
  ...[1, 2, 3, 50].map((length) => ({
    name: `a cycle of ${length} fragments`,
    query: `{ ...F0 } ${times(length, (n) => `fragment F${n} on Query { ...F${(n + 1) % length} }`)}`,
  })),
  {
    name: "fields of types of fields",
    query: "{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }",
  },
];

const METRICS = "points { start requests successRate latency { p95 { ms } } }";
const metrics = (from: string, to: string, resolution: string) =>
  `metrics(from: "${from}", to: "${to}", resolution: ${resolution}) { ${METRICS} }`;

/** All of time, and more of it than anybody looks at. */
const endless: Hostile[] = [
  ["0001-01-01T00:00:00Z", "9999-12-31T00:00:00Z"],
  ["1970-01-01T00:00:00Z", "2026-01-01T00:00:00Z"],
  ["2026-01-01T00:00:00Z", "2025-01-01T00:00:00Z"],
].flatMap(([from = "", to = ""]) =>
  ["MINUTE", "HOUR", "DAY"].flatMap((resolution) => [
    {
      name: `metrics from ${from} to ${to} by ${resolution}`,
      query: `{ operator(address: "${ADDRESS}") { ... on Operator { ${metrics(from, to, resolution)} } } }`,
    },
    {
      name: `metrics of a page from ${from} to ${to} by ${resolution}`,
      query: `query ($to: DateTime!) { operators(first: 100) { nodes { ${metrics(from, to, resolution).replace(`"${to}"`, "$to")} } } }`,
      variables: { to },
    },
  ]),
);

/** Each within what one may ask. */
const manyTimes: Hostile[] = [
  {
    name: "a day of minutes of 100 operators",
    query: `{ operators(first: 100) { nodes { ${metrics("2026-05-01T00:00:00Z", "2026-05-02T00:00:00Z", "MINUTE")} } } }`,
  },
  {
    name: "the whole of a day of minutes of 100 operators",
    query: `{ operators(first: 100) { nodes { metrics(from: "2026-05-01T00:00:00Z", to: "2026-05-02T00:00:00Z", resolution: MINUTE) { total { requests } } } } }`,
  },
  {
    name: "a day of minutes, 30 times",
    query: `{ operator(address: "${ADDRESS}") { ... on Operator { ${times(30, (n) => `a${n}: ${metrics("2026-05-01T00:00:00Z", "2026-05-02T00:00:00Z", "MINUTE")}`)} } } }`,
  },
  {
    name: "30 scores of the past of 100 operators",
    query: `{ operators(first: 100) { nodes { ${times(30, (n) => `a${n}: scoreAt(at: "2026-05-02T00:00:${String(n).padStart(2, "0")}Z") { value }`)} } } }`,
  },
];

export const HOSTILE: readonly Hostile[] = [...deep, ...wide, ...long, ...pages, ...costly, ...endless, ...manyTimes];
