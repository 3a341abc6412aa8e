/** `ponder serve` reads no chain, but a configuration has to name one. */
import { createConfig } from "ponder";

export default createConfig({
  database: { kind: "postgres", connectionString: process.env.DATABASE_URL },
  chains: { din: { id: 31_337, rpc: "http://127.0.0.1:1" } },
  blocks: { never: { chain: "din", interval: 1_000_000 } },
});
