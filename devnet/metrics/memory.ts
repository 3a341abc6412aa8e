import { existsSync, readFileSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import { z } from "zod";

const schema = z.object({
  /** Raised whenever what older code remembered can no longer be gone on with: then the generator begins anew. */
  version: z.literal(1),
  seed: z.number().int(),
  /** Unix seconds: when the generator was first started. */
  epoch: z.number().int(),
  /** Start of the first interval that is sent of anybody, Unix seconds. */
  start: z.number().int(),
  /** Who is measured, by address in lower case. */
  operators: z.record(
    z.string(),
    z.object({
      /** Start of the first interval that is sent of it, and of the first that is still to be sent, Unix seconds. */
      since: z.number().int(),
      until: z.number().int(),
    }),
  ),
  keys: z.object({
    /** Registers services, reporters and the other key. */
    admin: z.string().nullable(),
    /** Sends samples. */
    metrics: z.string().nullable(),
  }),
});

/** What the generator remembers between starts. It holds its API keys: the file is its owner's alone. */
export type Memory = z.infer<typeof schema>;

export const MEMORY_VERSION = 1;

/** Null where there is none that can be gone on with. */
export function readMemory(file: string): Memory | null {
  if (!existsSync(file)) return null;
  try {
    return schema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return null;
  }
}

/** Written aside and renamed: a crash leaves the one before. */
export async function writeMemory(file: string, memory: Memory): Promise<void> {
  await writeFile(`${file}.next`, `${JSON.stringify(memory)}\n`, { mode: 0o600 });
  await rename(`${file}.next`, file);
}
