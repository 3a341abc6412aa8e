import { isScope, type Scope } from "../access/caller.ts";
import { type ApiKeyRow, createKey, listKeys, revokeKey } from "../access/keys.ts";
import { builder } from "./builder.ts";
import { WRITE_FAILURES } from "./errors.ts";

const ScopeEnum = builder.enumType("Scope", {
  description: "What an API key may do. None implies another.",
  values: {
    METRICS_WRITE: { value: "metrics:write", description: "Record metrics and heartbeats." },
    INCIDENTS_WRITE: { value: "incidents:write", description: "Report and confirm incidents." },
    ALERTS_WRITE: { value: "alerts:write", description: "Acknowledge and silence alerts, and have webhooks." },
    CIRCUIT_WRITE: { value: "circuit:write", description: "Take operators out of routing." },
    KEEPER_WRITE: { value: "keeper:write", description: "Report as a keeper, and seal the reports behind scores." },
    ADMIN: { value: "admin", description: "Keys, reporters, services, and operators' maintenance." },
  } satisfies Record<string, { value: Scope; description: string }>,
});

const ApiKeyRef = builder.objectRef<ApiKeyRow>("ApiKey").implement({
  description: "A key of a machine that writes. Its secret was shown once and is not kept.",
  fields: (t) => ({
    keyId: t.exposeString("id", { description: "The part of the key before its secret." }),
    name: t.exposeString("name", { description: "What it is for." }),
    scopes: t.field({
      description: "What it may do.",
      type: [ScopeEnum],
      resolve: ({ scopes }) => scopes.filter(isScope),
    }),
    reporter: t.exposeString("reporter", {
      description: "The only reporter it may report as; null for any.",
      nullable: true,
    }),
    createdBy: t.exposeString("createdBy", {
      description: "The key that created it; null for the command line.",
      nullable: true,
    }),
    createdAt: t.expose("createdAt", { description: "When it was created.", type: "DateTime" }),
    revokedAt: t.expose("revokedAt", {
      description: "When it was revoked; null while it holds.",
      type: "DateTime",
      nullable: true,
    }),
    lastUsedAt: t.expose("lastUsedAt", {
      description: "When it was used last, to the minute; null if never.",
      type: "DateTime",
      nullable: true,
    }),
  }),
});

const CreatedApiKeyRef = builder
  .objectRef<{ readonly key: string; readonly row: ApiKeyRow }>("CreatedApiKey")
  .implement({
    description: "A new key, told for the only time.",
    fields: (t) => ({
      key: t.exposeString("key", { description: "For `Authorization: Bearer`. Keep it: it is not shown again." }),
      apiKey: t.expose("row", { description: "What is kept of it.", type: ApiKeyRef }),
    }),
  });

const CreateApiKeyInput = builder.inputType("CreateApiKeyInput", {
  description: "A key to be created.",
  fields: (t) => ({
    name: t.string({ description: "What it is for, 1 to 100 characters.", required: true }),
    scopes: t.field({ description: "What it may do, at least one.", type: [ScopeEnum], required: true }),
    reporter: t.string({ description: "The only reporter it may report as. Default: any." }),
  }),
});

const ADMIN = { scope: "admin" } as const;

builder.queryField("apiKeys", (t) =>
  t.field({
    type: [ApiKeyRef],
    description: "All API keys, the newest first, revoked ones too. Needs the scope ADMIN.",
    access: ADMIN,
    complexity: { field: 10, multiplier: 10 },
    resolve: (_root, _args, { pool }) => listKeys(pool),
  }),
);

builder.mutationFields((t) => ({
  createApiKey: t.field({
    type: CreatedApiKeyRef,
    description: "Creates an API key. Needs the scope ADMIN.",
    access: ADMIN,
    args: { input: t.arg({ description: "The key.", type: CreateApiKeyInput, required: true }) },
    errors: { types: WRITE_FAILURES, union: { name: "CreateApiKeyResult", description: "The key, or why not." } },
    resolve: (_root, { input }, { pool, caller, now }) =>
      createKey(pool, { ...input, reporter: input.reporter ?? null }, caller?.keyId ?? null, now),
  }),
  revokeApiKey: t.field({
    type: ApiKeyRef,
    description: "Ends an API key from the next request on; again changes nothing. Needs the scope ADMIN.",
    access: ADMIN,
    args: { id: t.arg.string({ description: "The key's `keyId`.", required: true }) },
    errors: { types: WRITE_FAILURES, union: { name: "RevokeApiKeyResult", description: "The key, or why not." } },
    resolve: (_root, { id }, { pool, now }) => revokeKey(pool, id, now),
  }),
}));
