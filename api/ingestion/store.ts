import type pg from "pg";
import type { Retention } from "../domain/resolution.ts";

/** Where measurements are written, in transactions of their own. */
export interface Store {
  readonly pool: pg.Pool;
  readonly retention: Retention;
}
