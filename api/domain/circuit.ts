/** Circuit breakers: whether requests may be sent to an operator's service in a region. domain.md, "Routing". */

export const CIRCUIT_STATES = ["CLOSED", "HALF_OPEN", "OPEN"] as const;
export type CircuitState = (typeof CIRCUIT_STATES)[number];
