/**
 * Adds to package-lock.json the optional packages of other platforms that npm left out, because the registry it asked
 * does not carry them: `npm ci` refuses a lockfile that does not name every one. What is added is what the package that
 * wants it says, its exact version, and the platform in its name; npm fetches it only on that platform.
 *
 * Run after `npm install` on a machine with a partial registry: `node .ci/complete-lockfile.mjs`.
 */
import { readFileSync, writeFileSync } from "node:fs";

const FILE = new URL("../package-lock.json", import.meta.url);
const OS = ["darwin", "linux", "win32", "android", "freebsd", "netbsd", "openbsd", "sunos", "aix", "openharmony"];
const CPU = {
  arm64: "arm64",
  aarch64: "arm64",
  x64: "x64",
  x86_64: "x64",
  amd64: "x64",
  64: "x64",
  ia32: "ia32",
  32: "ia32",
  arm: "arm",
  loong64: "loong64",
  mips64el: "mips64el",
  ppc64: "ppc64",
  riscv64: "riscv64",
  s390x: "s390x",
  wasm32: "wasm32",
};

const lock = JSON.parse(readFileSync(FILE, "utf8"));
const added = [];
for (const [path, wanting] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(wanting.optionalDependencies ?? {})) {
    if (isThere(path, name) || !/^\d/.test(version)) continue;
    const platform = platformOf(name);
    if (platform === null) continue;
    // Beside the package that wants it, as npm nests what cannot stand at the top.
    const at =
      path === "" || !path.includes("/node_modules/") ? `node_modules/${name}` : `${path}/node_modules/${name}`;
    lock.packages[at] = { version, ...platform, ...(wanting.dev ? { dev: true } : {}), optional: true };
    added.push(`${name}@${version}`);
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(FILE, `${JSON.stringify(lock, null, 2)}\n`);
console.log(added.length === 0 ? "nothing was missing" : `added ${added.length}: ${added.join(", ")}`);

/** Whether `name` is found from the package at `path`, as Node looks it up. */
function isThere(path, name) {
  for (let from = path; ; from = from.slice(0, Math.max(0, from.lastIndexOf("/node_modules/")))) {
    if (`${from === "" ? "" : `${from}/`}node_modules/${name}` in lock.packages) return true;
    if (from === "") return false;
  }
}

/** Operating system, processor and C library as npm's fields say them, from a package's name; null if it names none. */
function platformOf(name) {
  const words = name.split(/[/-]/);
  const os = words.find((word) => OS.includes(word));
  const cpu = words.map((word) => CPU[word]).find((found) => found !== undefined);
  if (os === undefined) return null;
  const libc = words.some((word) => word.startsWith("musl")) ? "musl" : words.includes("gnu") ? "glibc" : undefined;
  return {
    ...(cpu === undefined ? {} : { cpu: [cpu] }),
    ...(libc === undefined ? {} : { libc: [libc] }),
    os: [os],
  };
}
