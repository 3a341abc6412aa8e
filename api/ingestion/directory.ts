/** Who and what a batch speaks of, as far as it is known: one statement for all of it. */
import type pg from "pg";
import { Refusal, type Sample } from "./sample.ts";

export interface ReporterEntry {
  readonly weight: number;
  /** Lowercase; null if it only uses keys. */
  readonly address: string | null;
}

export interface Directory {
  readonly operators: ReadonlySet<string>;
  readonly services: ReadonlySet<string>;
  readonly reporters: ReadonlyMap<string, ReporterEntry>;
  /** `operator reporter` where the reporter's account may act for the operator. */
  readonly managers: ReadonlySet<string>;
}

interface Entry {
  readonly kind: "OPERATOR" | "SERVICE" | "REPORTER" | "MANAGER";
  readonly id: string;
  readonly weight: number | null;
  readonly other: string | null;
}

/** Looks up all names at once. */
export async function loadDirectory(
  pool: pg.Pool,
  operators: readonly string[],
  services: readonly string[],
  reporters: readonly string[],
): Promise<Directory> {
  const { rows } = await pool.query<Entry>({
    name: "din_directory",
    text: `select 'OPERATOR' as kind, address as id, null::integer as weight, null as other
             from "operator" where address = any($1::text[]) and registered_at is not null
           union all
           select 'SERVICE', id, null, null from din_api.service where id = any($2::text[])
           union all
           select 'REPORTER', id, weight, address from din_api.reporter where id = any($3::text[])
           union all
           select 'MANAGER', m.operator, null, r.id
             from din_api.reporter r join manager m on m.manager = r.address
             where r.id = any($3::text[]) and m.operator = any($1::text[]) and m.allowed`,
    values: [operators, services, reporters],
  });
  const of = (kind: Entry["kind"]) => rows.filter((row) => row.kind === kind);
  return {
    operators: new Set(of("OPERATOR").map(({ id }) => id)),
    services: new Set(of("SERVICE").map(({ id }) => id)),
    reporters: new Map(of("REPORTER").map(({ id, weight, other }) => [id, { weight: weight ?? 0, address: other }])),
    managers: new Set(of("MANAGER").map(({ id, other }) => `${id} ${other}`)),
  };
}

/** The directory of these samples. */
export function directoryOf(pool: pg.Pool, samples: readonly Sample[]): Promise<Directory> {
  const distinct = (name: (sample: Sample) => string) => [...new Set(samples.map(name))];
  return loadDirectory(
    pool,
    distinct(({ operator }) => operator),
    distinct(({ service }) => service),
    distinct(({ reporter }) => reporter),
  );
}

/**
 * How much a sample counts in the consensus from now on: the reporter's weight, nothing if the reporter is the operator
 * or may act for it; or why it cannot be taken.
 */
export function weightOf({ operator, service, reporter }: Sample, directory: Directory): number | Refusal {
  if (!directory.operators.has(operator)) {
    return new Refusal("UNKNOWN_OPERATOR", "operator", `No operator is registered at ${operator}.`);
  }
  if (!directory.services.has(service)) {
    return new Refusal("UNKNOWN_SERVICE", "service", `No service ${service} is registered.`);
  }
  const entry = directory.reporters.get(reporter);
  if (entry === undefined) {
    return new Refusal("UNKNOWN_REPORTER", "reporter", `No reporter ${reporter} is registered.`);
  }
  const own = entry.address === operator || directory.managers.has(`${operator} ${reporter}`);
  return own ? 0 : entry.weight;
}
