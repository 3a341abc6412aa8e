import { sql } from "drizzle-orm";
import { manager, role } from "../db/chain.ts";
import type { Database } from "../db/pool.ts";
import { selectRows } from "../db/rows.ts";

/** What an account may do, as far as a slash of an operator goes. */
export interface Standing {
  /** Hashes of the roles it holds. */
  readonly roles: readonly string[];
  /** Whether the operator named it a manager. */
  readonly manages: boolean;
}

/** @param account lowercase, as is `operator` */
export async function loadStanding(db: Database, account: string, operator: string): Promise<Standing> {
  const [standing] = await selectRows<Standing & Record<string, unknown>>(
    db,
    sql`select array(select ${role.role} from ${role} where ${role.account} = ${account} and ${role.held}) as "roles",
      exists (select from ${manager} where ${manager.operator} = ${operator} and ${manager.manager} = ${account}
        and ${manager.allowed}) as "manages"`,
  );
  if (standing === undefined) throw new Error("a select without a table has one row");
  return standing;
}
