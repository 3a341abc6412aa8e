import type { IncomingMessage, ServerResponse } from "node:http";
import type { Logger } from "pino";
import type { Database } from "../db/pool.ts";
import { createDossierLoader } from "../loaders/violations.ts";
import { publicError } from "./mask-error.ts";

/** Where dossiers are, by their hashes: what the evidence URI of a slash points at. */
export const DOSSIERS = "/dossiers/";

interface Serving {
  readonly db: Database;
  readonly requestId: string;
  readonly log: Logger;
}

/**
 * Answers a dossier as the bytes that were hashed, and nothing else: whoever hashes the body has the evidence hash. It never
 * changes, so that anything between may keep it.
 *
 * @param path of the request, under `DOSSIERS`
 */
export async function serveDossier(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  { db, requestId, log }: Serving,
): Promise<void> {
  if (request.method !== "GET" && request.method !== "HEAD") {
    response.setHeader("allow", "GET, HEAD");
    return answer(response, 405, { message: "Dossiers are only read: use GET." });
  }
  const hash = path.slice(DOSSIERS.length).toLowerCase();
  if (!/^0x[0-9a-f]{64}$/.test(hash)) {
    return answer(response, 404, { message: "A dossier is at /dossiers/ and its hash: 0x and 64 hexadecimal digits." });
  }
  try {
    const dossier = await createDossierLoader(db).load(hash);
    if (dossier === null) return answer(response, 404, { message: `No dossier has the hash ${hash}.` });
    const body = Buffer.from(dossier, "utf8");
    response.writeHead(200, {
      "content-type": "application/json; charset=utf-8",
      "content-length": body.length,
      "cache-control": "public, max-age=31536000, immutable",
      etag: `"${hash}"`,
      "access-control-allow-origin": "*",
    });
    response.end(request.method === "HEAD" ? undefined : body);
  } catch (error) {
    const { message, extensions } = publicError(error, requestId, log);
    answer(response, extensions.code === "INTERNAL_SERVER_ERROR" ? 500 : 503, { message, code: extensions.code });
  }
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" });
  response.end(`${JSON.stringify(body)}\n`);
}
