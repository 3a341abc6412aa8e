/** Two contents of the tables, told apart in words. */
import { isDeepStrictEqual } from "node:util";
import type { TableName, Tables } from "./tables.ts";

/** How many lines of differences are worth reading. */
const MOST_LINES = 40;
/** Enough of a row to know it again. */
const MOST_CHARACTERS = 240;

/**
 * What differs, one line for each row or column; empty when nothing does.
 *
 * @example ["operator 0xabc…: column ethActive is 1, the chain says 2"]
 */
export function diffTables(actual: Tables, expected: Tables): string[] {
  const lines: string[] = [];
  for (const name of tableNames(expected)) {
    const [has, wants]: ReadonlyMap<string, object>[] = [actual[name], expected[name]];
    if (has === undefined || wants === undefined) continue;
    for (const [key, row] of wants) {
      const found = has.get(key);
      if (found === undefined) lines.push(`${name} ${key}: missing, the chain says ${show(row)}`);
      else lines.push(...diffRow(`${name} ${key}`, found, row));
    }
    for (const [key, row] of has) {
      if (!wants.has(key)) lines.push(`${name} ${key}: not on the chain: ${show(row)}`);
    }
  }
  return lines.length <= MOST_LINES
    ? lines
    : [...lines.slice(0, MOST_LINES), `… and ${lines.length - MOST_LINES} more`];
}

export function tableNames(tables: Tables): TableName[] {
  const names: TableName[] = [];
  let name: TableName;
  for (name in tables) names.push(name);
  return names;
}

function diffRow(where: string, actual: object, expected: object): string[] {
  const has = new Map<string, unknown>(Object.entries(actual));
  const wants = new Map<string, unknown>(Object.entries(expected));
  return [...new Set([...wants.keys(), ...has.keys()])]
    .filter((column) => !isDeepStrictEqual(has.get(column), wants.get(column)))
    .map(
      (column) => `${where}: column ${column} is ${show(has.get(column))}, the chain says ${show(wants.get(column))}`,
    );
}

function show(value: unknown): string {
  if (value === undefined) return "absent";
  const all = JSON.stringify(value, (_key, inner: unknown) => (typeof inner === "bigint" ? `${inner}n` : inner));
  return all.length <= MOST_CHARACTERS ? all : `${all.slice(0, MOST_CHARACTERS)}…`;
}
