import {
  CreateApiKeyDocument,
  createClient,
  type DinClient,
  DinRequestError,
  RegisterReporterDocument,
  RegisterServiceDocument,
} from "@dreamnet/din-infrastructure-core";
import pg from "pg";
import { createKey } from "../../api/access/keys.ts";
import { SELF_REPORTING, SERVICES } from "./characters.ts";
import { ownReporterOf, PROBES } from "./model.ts";
import type { Persistence } from "./persist.ts";

export interface AccessOptions extends Persistence {
  readonly graphql: string;
  readonly database: string;
  readonly now: () => Date;
  /** What there is is used; what is made is put here. */
  readonly keys: { admin: string | null; metrics: string | null };
  /** Told when a key was made, before it is used. */
  readonly onKey: () => Promise<void>;
}

/**
 * A key that may send samples. What it needs is made as an admin would: a first key beside the database, with it the
 * services, the reporters and the key itself. May be done again.
 */
export async function takeAccess(options: AccessOptions): Promise<string> {
  const { keys, graphql, signal, onKey } = options;
  if (keys.metrics !== null) return keys.metrics;
  keys.admin ??= await firstKey(options);
  await onKey();
  const admin = createClient({ url: graphql, apiKey: keys.admin });
  try {
    await register(admin, signal);
    const input = { name: "Metrics Core", scopes: ["METRICS_WRITE" as const] };
    const { createApiKey } = await admin.request(CreateApiKeyDocument, { input }, { signal });
    if (createApiKey.__typename !== "CreatedApiKey") throw new Error(createApiKey.message);
    keys.metrics = createApiKey.key;
  } catch (error) {
    // Revoked by somebody, or of another database: the next try makes its own.
    if (error instanceof DinRequestError && error.code === "UNAUTHENTICATED") keys.admin = null;
    throw error;
  }
  await onKey();
  return keys.metrics;
}

/** As `npm run keys` makes it. */
async function firstKey({ database, now }: AccessOptions): Promise<string> {
  const pool = new pg.Pool({ connectionString: database, max: 1, connectionTimeoutMillis: 5_000 });
  pool.on("error", () => {});
  try {
    const request = { name: "devnet", scopes: ["admin"], reporter: null };
    const { key } = await createKey(pool, request, null, Math.floor(now().getTime() / 1_000));
    return key;
  } finally {
    await pool.end();
  }
}

/** What measures and what is measured; the same again changes nothing. */
async function register(admin: DinClient, signal: AbortSignal): Promise<void> {
  for (const [id, name] of Object.entries(SERVICES)) {
    const { registerService } = await admin.request(RegisterServiceDocument, { input: { id, name } }, { signal });
    if (registerService.__typename !== "Service") throw new Error(registerService.message);
  }
  const reporters = [
    ...PROBES.map((id) => ({ id, name: `Probe ${id}` })),
    ...SELF_REPORTING.map((address) => ({ id: ownReporterOf(address), name: `${address} by itself`, address })),
  ];
  for (const input of reporters) {
    const { registerReporter } = await admin.request(RegisterReporterDocument, { input }, { signal });
    if (registerReporter.__typename !== "Reporter") throw new Error(registerReporter.message);
  }
}
