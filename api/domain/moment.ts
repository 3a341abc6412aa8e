const RFC_3339 = /^(\d{4})-(\d{2})-(\d{2})T(?:[01]\d|2[0-3]):\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/;

/**
 * Unix seconds, with their fraction, of a moment in RFC 3339; null if the text is none.
 *
 * @example
 * unixSecondsOf("2026-05-28T20:10:00.5Z") // 1779999000.5
 * unixSecondsOf("2026-02-30T00:00:00Z") // null: `Date.parse` takes it for the 2nd of March
 */
export function unixSecondsOf(text: string): number | null {
  const [, year, month, day] = RFC_3339.exec(text) ?? [];
  if (Number(day) > new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate()) return null;
  const milliseconds = day === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(milliseconds) ? null : milliseconds / 1_000;
}
