import { describe, expect, it } from "vitest";
import { DevnetError } from "../../../devnet/errors.ts";
import { parseOptions } from "../../../devnet/options.ts";

const ROOT = "/repo";
const DEFAULT_PORTS = { api: 4000, rpc: 8545, indexer: 42069, postgres: 54329 };

describe("parseOptions", () => {
  it.each([
    [[], {}, { ...DEFAULT_PORTS }],
    [["--port", "4100"], {}, { ...DEFAULT_PORTS, api: 4100 }],
    [[], { API_PORT: "4200", DEVNET_RPC_PORT: "9545" }, { ...DEFAULT_PORTS, api: 4200, rpc: 9545 }],
    [["--port=4100"], { API_PORT: "4200" }, { ...DEFAULT_PORTS, api: 4100 }],
    [[], { API_PORT: "" }, { ...DEFAULT_PORTS }],
    [["--any-ports", "--rpc-port", "8545"], {}, { api: 0, rpc: 8545, indexer: 0, postgres: 0 }],
  ])("takes ports from %j and %j", (argv, env, ports) => {
    expect(parseOptions(argv, env, ROOT).ports).toEqual(ports);
  });

  it("keeps everything in one ignored folder, goes on, moves, measures and keeps, unless told otherwise", () => {
    expect(parseOptions([], {}, ROOT)).toMatchObject({
      stateDir: "/repo/.devnet",
      fresh: false,
      activity: true,
      metrics: true,
      keeper: true,
    });
    const less = ["--fresh", "--no-activity", "--no-metrics", "--no-keeper", "--state-dir", "/tmp/x"];
    expect(parseOptions(less, {}, ROOT)).toMatchObject({
      stateDir: "/tmp/x",
      fresh: true,
      activity: false,
      metrics: false,
      keeper: false,
    });
    expect(parseOptions([], { DEVNET_DIR: "elsewhere" }, ROOT).stateDir).toBe("/repo/elsewhere");
  });

  it("tells every mistake at once, each by the name it was made under", () => {
    const mistakes = () => parseOptions(["--port", "no", "--rpc-port", "70000"], { INDEXER_PORT: "-1" }, ROOT);
    expect(mistakes).toThrow(DevnetError);
    expect(mistakes).toThrow(/--port: "no".*\n--rpc-port: "70000".*65535\nINDEXER_PORT: "-1"/);
  });

  it.each([
    [["--prot", "1"], /--prot/],
    [["up"], /up/],
    [["--port", "8545"], /--port and --rpc-port are both 8545/],
  ])("refuses %j", (argv, message) => {
    expect(() => parseOptions(argv, {}, ROOT)).toThrow(message);
  });
});
