import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { childEnv, runToEnd, Service } from "../../../devnet/child.ts";
import { Cleanup, together } from "../../../devnet/cleanup.ts";
import { endLeftovers, leftovers, ProcessTable, processIdentity } from "../../../devnet/processes.ts";
import { waitFor } from "../../../devnet/wait.ts";

let dir: string;
let table: ProcessTable;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "din-child-"));
  table = new ProcessTable(dir);
});
afterEach(() => rmSync(dir, { recursive: true }));

const node = (script: string, ready: () => Promise<boolean> = async () => true) => ({
  name: "a child",
  file: process.execPath,
  args: ["-e", script],
  logFile: join(dir, "log"),
  graceMs: 300,
  readyTimeoutMs: 5_000,
  ready,
});
const FOREVER = "setInterval(() => {}, 1e6);";
const STUBBORN = `process.on("SIGTERM", () => {}); console.log("here"); ${FOREVER}`;
const saysHere = async () => readFileSync(join(dir, "log"), "utf8").includes("here");

describe("a service", () => {
  it("is stopped, and started again", async () => {
    const service = new Service(node(FOREVER), table);
    await service.start();
    const { pid = 0 } = service;
    expect(leftovers(dir)).toMatchObject([{ name: "a child", pid }]);
    await service.stop();
    expect([service.pid, processIdentity(pid), leftovers(dir)]).toEqual([undefined, null, []]);
    await service.start();
    expect(service.pid).not.toBe(pid);
    await service.kill("SIGKILL");
    expect(existsSync(join(dir, "processes.json"))).toBe(false);
  });

  it("is killed when it does not stop in time, with all that it started", async () => {
    const grandchild = `require("node:child_process").spawn(process.execPath, ["-e", ${JSON.stringify(FOREVER)}], { stdio: "ignore" })`;
    const service = new Service(node(`console.log(${grandchild}.pid); ${STUBBORN}`, saysHere), table);
    await service.start();
    const child = Number.parseInt(readFileSync(join(dir, "log"), "utf8"), 10);
    expect(processIdentity(child)).not.toBeNull();
    await service.stop();
    await waitFor(() => processIdentity(child) === null, { what: "the grandchild to end", timeoutMs: 2_000 });
  });

  it("tells what it last said when it ends before it is ready", async () => {
    const service = new Service(
      node(`console.error("no such table"); process.exit(3)`, async () => false),
      table,
    );
    await expect(service.start()).rejects.toThrow(/ended before it was ready \(exit code 3\)[\s\S]*no such table/);
  });

  it("tells of an end that nobody asked for, and only of that", async () => {
    const ends: string[] = [];
    const service = new Service(node(STUBBORN, saysHere), table);
    service.onUnexpectedExit = (error) => ends.push(error.message);
    await service.start();
    await service.kill();
    expect(ends).toEqual([]);
    await service.start();
    process.kill(service.pid ?? 0, "SIGKILL");
    await waitFor(() => ends.length === 1, { what: "the end to be told", timeoutMs: 2_000 });
    expect(ends[0]).toContain("ended unexpectedly (SIGKILL)");
  });

  it("stops being waited for when its start is aborted", async () => {
    const abort = new AbortController();
    const service = new Service(
      node(FOREVER, async () => false),
      table,
    );
    const started = service.start(abort.signal);
    abort.abort();
    await expect(started).rejects.toThrow(/abort/i);
    await service.stop();
    expect(service.pid).toBeUndefined();
  });
});

describe("what a crash left running", () => {
  it("is ended by the record it left", async () => {
    const service = new Service(node(STUBBORN, saysHere), table);
    await service.start();
    expect(await endLeftovers(dir, 200)).toEqual(["a child"]);
    await waitFor(() => service.pid === undefined, { what: "its end to be noticed", timeoutMs: 2_000 });
    expect(await endLeftovers(dir)).toEqual([]);
  });
});

describe("runToEnd", () => {
  it("fails with the exit code, and ends at once when aborted", async () => {
    await expect(runToEnd(node("process.exit(2)"), table)).rejects.toThrow("exit code 2");
    const abort = new AbortController();
    const run = runToEnd(node(FOREVER), table, abort.signal);
    abort.abort();
    await expect(run).rejects.toThrow(/abort/i);
    expect(leftovers(dir)).toEqual([]);
  });
});

describe("together", () => {
  it("aborts the others when one fails, waits for them, and tells the first failure", async () => {
    let ended = false;
    const patient = (signal: AbortSignal) =>
      new Promise<void>((_resolve, reject) =>
        signal.addEventListener("abort", () => {
          ended = true;
          reject(new Error("aborted"));
        }),
      );
    const { signal } = new AbortController();
    await expect(together(signal, [patient, () => Promise.reject(new Error("broken"))])).rejects.toThrow("broken");
    expect(ended).toBe(true);
  });
});

describe("Cleanup", () => {
  it("undoes everything once, backwards, whatever fails", async () => {
    const undone: string[] = [];
    const cleanup = new Cleanup();
    cleanup.add("first", () => void undone.push("first"));
    cleanup.add("second", () => Promise.reject(new Error("stuck")));
    cleanup.add("third", () => void undone.push("third"));
    await expect(cleanup.run()).rejects.toThrow("second: stuck");
    await expect(cleanup.run()).rejects.toThrow("second: stuck");
    expect(undone).toEqual(["third", "first"]);
  });
});

describe("childEnv", () => {
  it("leaves out what would lead a client to another database", () => {
    const base = { PATH: "/bin", PGHOST: "prod", PGSSLMODE: "require", DATABASE_URL: "prod", PONDER_LOG_LEVEL: "x" };
    expect(childEnv({ DATABASE_URL: "devnet" }, base)).toEqual({ PATH: "/bin", DATABASE_URL: "devnet" });
  });
});
