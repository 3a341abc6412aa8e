/**
 * SQL of whether nobody is told of an operator, by its row `s` of `operator_sort`: who has left, or never staked anything.
 * Without any stake there is a row that is PENDING of who never staked, and another status of who has some unbonding.
 */
export const UNWATCHED = "(s.status = 'EXITED' or (s.status = 'PENDING' and s.stake_value = 0))";
