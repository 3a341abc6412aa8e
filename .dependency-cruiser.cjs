/**
 * The directions of import. A folder may import itself, npm packages, and what is listed for it; see
 * docs/adr/0001-layout.md. Anything else fails `npm run check`.
 */
const FOLDERS = {
  abis: [],
  "api/domain": [],
  "api/db": ["api/domain", "indexer/ponder.schema.ts"],
  "api/loaders": ["api/db", "api/domain"],
  "api/access": ["api/db", "api/domain"],
  "api/ingestion": ["api/access", "api/alerts/record.ts", "api/db", "api/domain", "api/profiles/failover.ts"],
  "api/alerts": ["api/db", "api/domain", "api/profiles/failover.ts"],
  "api/webhooks": ["api/alerts/record.ts", "api/db", "api/domain", "api/loaders/log-cursor.ts"],
  "api/monitoring": ["api/access", "api/alerts/record.ts", "api/db", "api/domain"],
  "api/ranking": ["api/alerts/record.ts", "api/db", "api/domain"],
  "api/routing": ["api/alerts/record.ts", "api/db", "api/domain"],
  "api/profiles": ["api/access", "api/alerts/record.ts", "api/db", "api/domain"],
  "api/wallets": ["api/db", "api/domain", "abis"],
  "api/keeper": ["api/alerts/record.ts", "api/db", "api/domain"],
  "api/schema": [
    "api/access",
    "api/loaders",
    "api/ingestion",
    "api/keeper",
    "api/alerts",
    "api/webhooks",
    "api/routing",
    "api/profiles",
    "api/wallets",
    "api/monitoring/incidents.ts",
    "api/monitoring/maintenance.ts",
    "api/monitoring/score-reports.ts",
    "api/monitoring/review.ts",
    "api/domain",
    "api/db/chain.ts",
    "api/db/pool.ts",
    "api/db/registry-key.ts",
    "abis",
  ],
  "api/chain": ["api/alerts/record.ts", "api/db", "api/domain"],
  "api/http": ["api/access", "api/alerts", "api/db", "api/domain", "api/loaders"],
  indexer: ["abis", "ponder.config.ts"],
  contracts: ["abis"],
  client: [],
  // Through the client it is a user of the API like any other.
  keeper: ["abis", "client"],
};

/** What pure rules must not touch: the world. */
const IMPURE = "^(node:|fs|path|http|net|process$)|node_modules/(viem|drizzle-orm|pg|graphql|ponder|pino)/";

const literal = (text) => text.replace(/[.]/g, "\\.");
const within = (folder) => (folder.endsWith(".ts") ? `^${literal(folder)}$` : `^${literal(folder)}/`);

module.exports = {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "no-unresolvable",
      severity: "error",
      from: {},
      // Ponder makes its own modules.
      to: { couldNotResolve: true, pathNot: "^ponder:" },
    },
    {
      name: "domain-is-pure",
      comment: "Rules have no I/O, no clock, no environment and no libraries of the world.",
      severity: "error",
      from: { path: "^api/domain/" },
      to: { path: IMPURE },
    },
    {
      name: "client-runs-anywhere",
      comment: "Browsers have nothing of Node's, and packages of the repository's root do not come with the client.",
      severity: "error",
      from: { path: "^client/src/" },
      to: { pathNot: "^client/src/|^node_modules/@datadog/sketches-js/" },
    },
    {
      name: "indexer-tables-through-one-door",
      comment: "Only api/db reads the indexer's schema; everything else imports it from api/db/chain.ts.",
      severity: "error",
      from: { path: "^(api|client|keeper)/", pathNot: "^api/db/" },
      to: { path: "^indexer/" },
    },
    {
      name: "nothing-imports-tests",
      severity: "error",
      from: { pathNot: "^(test|bench|contracts/test)/" },
      to: { path: "^(test|bench)/" },
    },
    ...Object.entries(FOLDERS).map(([folder, allowed]) => ({
      name: `${folder.replace("/", "-")}-imports`,
      comment: `${folder}/ may import only: ${allowed.join(", ") || "nothing of this project"}.`,
      severity: "error",
      from: { path: within(folder), pathNot: "\\.(test|config)\\.ts$" },
      to: {
        path: "^(abis|api|bench|client|contracts|devnet|indexer|keeper|test|[^/]+\\.ts$)",
        pathNot: [folder, ...allowed].map(within),
      },
    })),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^client/dist/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "types", "node", "default"] },
  },
};
