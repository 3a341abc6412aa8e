import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { acquireLock, lockFile, releaseLock } from "../../../devnet/lock.ts";
import { processIdentity } from "../../../devnet/processes.ts";

const NOW = new Date("2026-01-02T03:04:05Z");

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "din-lock-"));
});
afterEach(() => rmSync(dir, { recursive: true }));

describe("the lock", () => {
  it("is taken once, and given back without a trace", () => {
    const release = acquireLock(dir, NOW);
    expect(() => acquireLock(dir, NOW)).toThrow(`process ${process.pid}, since 2026-01-02T03:04:05.000Z`);
    release();
    expect(readdirSync(dir)).toEqual([]);
    acquireLock(dir, NOW)();
  });

  it.each([
    ["a process that ended", { pid: 2 ** 22 + 1, identity: "gone", since: "then" }],
    ["another process that got the pid since", { pid: process.pid, identity: "an earlier one", since: "then" }],
    ["nobody, since it is damaged", "{"],
  ])("is taken over from %s", (_who, content) => {
    writeFileSync(lockFile(dir), typeof content === "string" ? content : JSON.stringify(content));
    const release = acquireLock(dir, NOW);
    release();
    expect(readdirSync(dir)).toEqual([]);
  });

  it("is only given back by its holder", () => {
    const release = acquireLock(dir, NOW);
    expect(releaseLock(dir, process.pid + 1)).toBe(false);
    expect(existsSync(lockFile(dir))).toBe(true);
    release();
    expect(existsSync(lockFile(dir))).toBe(false);
  });
});

describe("processIdentity", () => {
  it("stays the same for a process, differs between two, and is null for none", () => {
    expect(processIdentity(process.pid)).toBe(processIdentity(process.pid));
    expect(processIdentity(process.pid)).not.toBe(processIdentity(process.ppid));
    expect(processIdentity(2 ** 22 + 1)).toBeNull();
  });
});
