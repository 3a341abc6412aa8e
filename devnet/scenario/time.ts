/** Seconds. The devnet's registry runs on the production periods divided by 60. */
export const MINUTE = 60;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** How far back the history goes. */
export const HISTORY = 30 * DAY;

/** 7 d ÷ 60. */
export const UNSTAKE_DELAY = 168 * MINUTE;
/** 2 d ÷ 60. */
export const DISPUTE_WINDOW = 48 * MINUTE;
/** 3 d ÷ 60. */
export const RESOLUTION_WINDOW = 72 * MINUTE;
/** 1 d ÷ 60. */
export const EXECUTION_WINDOW = 24 * MINUTE;
/** 1 h ÷ 60. */
export const COOLDOWN = MINUTE;

/** A moment of the history, in seconds since its start. */
export const day = (days: number, hours = 0, minutes = 0): number => days * DAY + hours * HOUR + minutes * MINUTE;

/** A moment counted back from the end of the history, which is now. */
export const before = (hours: number, minutes = 0): number => HISTORY - hours * HOUR - minutes * MINUTE;
