import type { IncomingMessage, ServerResponse } from "node:http";
import type { Logger } from "pino";
import type { Database } from "../db/pool.ts";
import { createDossierLoader } from "../loaders/violations.ts";
import { headersOf, statusOf } from "./authorise.ts";
import { publicError } from "./mask-error.ts";

/** Where dossiers are, by their hashes: what the evidence URI of a slash points at. */
export const DOSSIERS = "/dossiers/";

/** One may be tens of MB, and is held for as long as its reader takes: so many at once, and for no longer. */
const MAX_AT_ONCE = 16;
const READING_MS = 60_000;

interface DossierOptions {
  readonly db: Database;
  readonly log: Logger;
}

type ServeDossier = (request: IncomingMessage, response: ServerResponse, path: string, requestId: string) => void;

/**
 * Answers a dossier, by the path of a request under `DOSSIERS`, as the bytes that were hashed, and nothing else: whoever
 * hashes the body has the evidence hash. It never changes, so that anything between may keep it.
 */
export function createDossiers({ db, log }: DossierOptions): ServeDossier {
  let held = 0;

  async function load(hash: string, request: IncomingMessage, response: ServerResponse, requestId: string) {
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
      for (const [name, value] of Object.entries(headersOf(extensions.http))) response.setHeader(name, value);
      answer(response, statusOf(extensions.http), { message, code: extensions.code });
    }
  }

  return (request, response, path, requestId) => {
    if (request.method !== "GET" && request.method !== "HEAD") {
      response.setHeader("allow", "GET, HEAD");
      return answer(response, 405, { message: "Dossiers are only read: use GET." });
    }
    const hash = path.slice(DOSSIERS.length).toLowerCase();
    if (!/^0x[0-9a-f]{64}$/.test(hash)) {
      const message = "A dossier is at /dossiers/ and its hash: 0x and 64 hexadecimal digits.";
      return answer(response, 404, { message });
    }
    if (held >= MAX_AT_ONCE) {
      response.setHeader("retry-after", "1");
      return answer(response, 503, {
        message: `${MAX_AT_ONCE} dossiers are being read; try again.`,
        code: "OVERLOADED",
      });
    }
    held += 1;
    const tooSlow = setTimeout(() => response.destroy(), READING_MS);
    response.once("close", () => {
      held -= 1;
      clearTimeout(tooSlow);
    });
    void load(hash, request, response, requestId);
  };
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" });
  response.end(`${JSON.stringify(body)}\n`);
}
