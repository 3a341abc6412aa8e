import type pg from "pg";

/** Whether an operator is registered at an address, lowercase, as far as the chain is mirrored. */
export async function isRegistered(client: pg.ClientBase, operator: string): Promise<boolean> {
  const found = await client.query(`select from "operator" where address = $1 and registered_at is not null`, [
    operator,
  ]);
  return found.rowCount !== 0;
}
