/** Ponder wants a handler; `ponder serve` runs none. */
export {};
