/** What the examples find where they run, in place of the world's own. */
export interface Stage {
  readonly console: { log(...values: unknown[]): void };
  /** Of the API's GraphQL endpoint. */
  readonly url: string;
  /** Called before each block of a text, with its number. */
  begin(block: number): void;
  setInterval(callback: () => Promise<void>, ms: number): void;
}
