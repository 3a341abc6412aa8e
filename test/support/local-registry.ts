/** A package registry of a few packages that are installed here, so that npm can install them elsewhere without a network. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { basename, join } from "node:path";
import { z } from "zod";

const manifestSchema = z.object({ name: z.string(), version: z.string() }).loose();

export interface Published {
  /** Where its package.json is. */
  readonly directory: string;
  /** All of it, below one folder. */
  readonly tarball: string;
}

export interface LocalRegistry {
  readonly url: string;
  /** Names of packages that somebody asked for and that are not here. */
  readonly missing: readonly string[];
  close(): Promise<void>;
}

export async function startLocalRegistry(packages: readonly Published[]): Promise<LocalRegistry> {
  const answers = new Map<string, string | Buffer>();
  const missing: string[] = [];
  const server = createServer(({ url = "" }, response) => {
    const path = decodeURIComponent(url);
    const answer = answers.get(path);
    if (answer === undefined) missing.push(path.slice(1));
    response.writeHead(answer === undefined ? 404 : 200).end(answer ?? "{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
  for (const { directory, tarball } of packages) {
    const manifest = manifestSchema.parse(JSON.parse(await readFile(join(directory, "package.json"), "utf8")));
    const { name, version } = manifest;
    const bytes = await readFile(tarball);
    const integrity = `sha512-${createHash("sha512").update(bytes).digest("base64")}`;
    const dist = { tarball: `${url}/-/${basename(tarball)}`, integrity };
    answers.set(`/-/${basename(tarball)}`, bytes);
    answers.set(
      `/${name}`,
      JSON.stringify({ name, "dist-tags": { latest: version }, versions: { [version]: { ...manifest, dist } } }),
    );
  }
  return {
    url,
    missing,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
