import { API_SCHEMA } from "./schema.ts";

/**
 * SQL of a select that has a row if the sort rows are the network: the follower has come up to the mirror, and is there.
 * While it is not known it is not an empty one.
 */
export const NETWORK_KNOWN = `
  select from ${API_SCHEMA}.follower_state
  where inputs_digest <> '' and passed_at > now() - interval '1 minute'
    and not exists (select from ${API_SCHEMA}.dirty_operator where reason <> 'EVALUATION')`;
