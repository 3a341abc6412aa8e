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

/** The windows of a slash, seconds. */
export interface SlashWindows {
  readonly dispute: number;
  readonly resolution: number;
  readonly execution: number;
}

export const FIRST_WINDOWS: SlashWindows = {
  dispute: DISPUTE_WINDOW,
  resolution: RESOLUTION_WINDOW,
  execution: EXECUTION_WINDOW,
};

/**
 * What governance sets at the end of the history, so that a slash can be watched from its proposal to its execution: a minute
 * to dispute it, and longer for those who decide by hand. A slash proposed before keeps the windows it was proposed under.
 */
export const LAST_WINDOWS: SlashWindows = { dispute: MINUTE, resolution: 2 * MINUTE, execution: 3 * MINUTE };

/** A moment of the history, in seconds since its start. */
export const day = (days: number, hours = 0, minutes = 0): number => days * DAY + hours * HOUR + minutes * MINUTE;

/** A moment counted back from the end of the history, which is now. */
export const before = (hours: number, minutes = 0): number => HISTORY - hours * HOUR - minutes * MINUTE;
