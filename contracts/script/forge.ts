/**
 * Runs forge in contracts/ and ends as it ended. The `forge` command of the npm package ends with 0 even when tests fail
 * or nothing compiles, so a script that trusts it can never be red.
 *
 * @example tsx contracts/script/forge.ts test --match-path 'test/unit/*'
 */
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const contracts = resolve(import.meta.dirname, "..");

/** The package of this platform's binary, beside @foundry-rs/forge. */
function binary(): string {
  const arch = process.arch === "x64" ? "amd64" : process.arch;
  const name = `@foundry-rs/forge-${process.platform}-${arch}`;
  const packageJson = createRequire(import.meta.url).resolve(`${name}/package.json`);
  return join(dirname(packageJson), "bin", process.platform === "win32" ? "forge.exe" : "forge");
}

/** @returns forge's exit status; 1 when it was killed or did not start */
export function forge(args: readonly string[], quiet = false): number {
  const { status, error } = spawnSync(binary(), args, {
    cwd: contracts, // forge looks for ./solc where it is started, whatever its --root
    stdio: ["ignore", quiet ? "ignore" : "inherit", "inherit"],
  });
  if (error) console.error(error.message);
  return status ?? 1;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exitCode = forge(process.argv.slice(2));
}
