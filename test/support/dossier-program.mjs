/**
 * Recomputes a dossier from the public API alone: `node dossier-program.mjs <URL of a dossier>`. A program of its own, with
 * nothing of this project in it: it prints the hash of the dossier, printed canonically again from its parsed value, and what
 * the outage in it costs by the rules as they are written down.
 */
import { keccak256 } from "viem";

/** RFC 8785 of a value whose numbers are integers. */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  // The default order is that of UTF-16 code units.
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
}

const response = await fetch(process.argv[2]);
if (!response.ok) throw new Error(`${response.status}`);
const dossier = await response.json();
const hash = keccak256(new TextEncoder().encode(canonical(dossier)));
// 60 of them are free, each further one costs 100 basis points, and this tier is charged nine tenths.
const charged = Math.max(0, dossier.evidence.intervals.length - 60);
const bps = Math.floor((charged * 100 * 9) / 10);
const amount = (BigInt(dossier.arithmetic.stakeValue) * BigInt(bps)) / 10_000n;
console.log(JSON.stringify({ hash, charged, bps, amount: amount.toString() }));
