/**
 * Keys of Postgres advisory locks; one database is one lock space, so each is listed here and nowhere else. The numbers
 * are arbitrary and only have to differ from each other and from those of other software in the database.
 */
export const LOCKS = {
  /** Held while migrations run: replicas start together. */
  migrations: 7_460_001n,
  /** Held for its session by the one follower that leads. */
  follower: 7_460_002n,
  /** Taken for the transaction just before inserting into the outbox, so that id order is commit order. */
  outbox: 7_460_003n,
  /** Taken for each transaction that makes or drops a partition. */
  partitions: 7_460_004n,
  /** Taken for the transaction before alerts are read to be changed: one writer at a time, and id order is commit order. */
  alerts: 7_460_005n,
  /** Tried for the transaction by whoever looks at what time alone changes in alerts. */
  alertWatch: 7_460_007n,
  /** Taken for the transaction before the kill-switch of the keepers is read to be changed. */
  keeperSwitch: 7_460_009n,
  /** Tried for the transaction by whoever reviews slashes and drafts disputes of them. */
  disputes: 7_460_010n,
  /** Held for its session by the one ranker that leads. */
  ranker: 7_460_011n,
  /** Held for its session by the one router that leads. */
  router: 7_460_031n,
  /** Taken for the transaction before routes are read to be changed: one writer at a time, and versions become visible in order. */
  routes: 7_460_032n,
  /** Tried for the transaction by whoever sums what was measured of services and regions. */
  cells: 7_460_040n,
} as const;

/** The first of the two numbers that lock one operator for an evaluation; the second is `hashtext` of its address. */
export const EVALUATION_LOCK = 7_460_006;

/** And the first of the two that lock one operator's announcements of maintenance. */
export const MAINTENANCE_LOCK = 7_460_008;

/** And the first of the two that lock what one operator's nodes are, were heard of and stand for. */
export const NODES_LOCK = 7_460_020;
