import type { IncomingMessage, ServerResponse } from "node:http";
import type { Logger } from "pino";
import type { Database } from "../db/pool.ts";
import { createPackLoader, loadFiledEvidence } from "../loaders/dispute-drafts.ts";
import { createScoreReportLoader } from "../loaders/score-reports.ts";
import { createDossierLoader } from "../loaders/violations.ts";
import { headersOf, statusOf } from "./authorise.ts";
import { publicError } from "./mask-error.ts";

/** What was written down for good, and is served by its hash. */
interface Family {
  /** Where they are: this and a hash. */
  readonly at: string;
  /** What one of them is called. */
  readonly name: string;
  /** Texts by their hashes; null for hashes of none. */
  readonly loader: (db: Database) => { load(hash: string): Promise<string | null> };
  /** The `Link` to what has come to it since; null if nothing has. */
  readonly link?: (db: Database, hash: string) => Promise<string | null>;
}

const FAMILIES: readonly Family[] = [
  // What the evidence URI of a slash points at.
  { at: "/dossiers/", name: "dossier", loader: (db) => createDossierLoader(db), link: disputeLink },
  { at: "/scores/", name: "score report", loader: createScoreReportLoader },
  { at: "/evidence/", name: "dispute's evidence", loader: (db) => createPackLoader(db) },
];

/** A dossier never changes: what was said against it stands beside it. */
async function disputeLink(db: Database, hash: string): Promise<string | null> {
  const evidence = await loadFiledEvidence(db, hash);
  return evidence === null ? null : `</evidence/${evidence}>; rel="related"; title="dispute"`;
}

/**
 * One may be tens of MB, and is held for as long as its reader takes: so many of a family at once, and for no longer. Who
 * is slow with dossiers keeps nobody from the evidence against them.
 */
const MAX_AT_ONCE = 16;
const READING_MS = 60_000;

interface SealedOptions {
  readonly db: Database;
  readonly log: Logger;
}

/** Answers the request if its path is one of something sealed; else false. */
type ServeSealed = (request: IncomingMessage, response: ServerResponse, path: string, requestId: string) => boolean;

/**
 * Answers what was sealed, by its hash, as the bytes that were hashed, and nothing else: whoever hashes the body has the
 * hash on the chain. It never changes, so that anything between may keep it.
 */
export function createSealed({ db, log }: SealedOptions): ServeSealed {
  const held = new Map<Family, number>();
  const hold = (family: Family, more: 1 | -1) => held.set(family, (held.get(family) ?? 0) + more);

  async function load(family: Family, hash: string, request: IncomingMessage, response: ServerResponse, id: string) {
    try {
      // The indexer may be away: the text is there without it. Before the text, which is held for as long as all else takes.
      const link = (await family.link?.(db, hash).catch(() => null)) ?? null;
      const text = await family.loader(db).load(hash);
      if (text === null) return answer(response, 404, { message: `No ${family.name} has the hash ${hash}.` });
      const body = Buffer.from(text, "utf8");
      if (link !== null) response.setHeader("link", link);
      response.writeHead(200, {
        "content-type": "application/json; charset=utf-8",
        "content-length": body.length,
        "cache-control": "public, max-age=31536000, immutable",
        etag: `"${hash}"`,
        "access-control-allow-origin": "*",
      });
      response.end(request.method === "HEAD" ? undefined : body);
    } catch (error) {
      const { message, extensions } = publicError(error, id, log);
      for (const [name, value] of Object.entries(headersOf(extensions.http))) response.setHeader(name, value);
      answer(response, statusOf(extensions.http), { message, code: extensions.code });
    }
  }

  function serve(family: Family, request: IncomingMessage, response: ServerResponse, path: string, requestId: string) {
    const { at, name } = family;
    if (request.method !== "GET" && request.method !== "HEAD") {
      response.setHeader("allow", "GET, HEAD");
      return answer(response, 405, { message: `A ${name} is only read: use GET.` });
    }
    const hash = path.slice(at.length).toLowerCase();
    if (!/^0x[0-9a-f]{64}$/.test(hash)) {
      const message = `A ${name} is at ${at} and its hash: 0x and 64 hexadecimal digits.`;
      return answer(response, 404, { message });
    }
    if ((held.get(family) ?? 0) >= MAX_AT_ONCE) {
      response.setHeader("retry-after", "1");
      const message = `${MAX_AT_ONCE} readers are being served; try again.`;
      return answer(response, 503, { message, code: "OVERLOADED" });
    }
    hold(family, 1);
    const tooSlow = setTimeout(() => response.destroy(), READING_MS);
    const closed = new Promise<void>((resolve) => {
      response.once("close", () => {
        clearTimeout(tooSlow);
        resolve();
      });
    });
    // Who goes away at once leaves behind what is being read for it: its place is free when both are over.
    void Promise.allSettled([load(family, hash, request, response, requestId), closed]).then(() => {
      hold(family, -1);
    });
  }

  return (request, response, path, requestId) => {
    const family = FAMILIES.find(({ at }) => path.startsWith(at));
    if (family !== undefined) serve(family, request, response, path, requestId);
    return family !== undefined;
  };
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" });
  response.end(`${JSON.stringify(body)}\n`);
}
