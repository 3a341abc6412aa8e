import { random } from "../scenario/random.ts";

/** The beginning of a row of dice that belongs to these names alone (FNV-1a). */
export function streamOf(seed: number, ...names: readonly string[]): number {
  let hash = 0x811c9dc5 ^ seed;
  for (const name of names) {
    for (let i = 0; i < name.length; i += 1) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
    // A separator, so that "ab", "c" is not "a", "bc".
    hash = Math.imul(hash ^ 0xff, 0x01000193);
  }
  return hash | 0;
}

/**
 * Numbers in [0, 1) for one moment of a stream. The same stream and moment give the same numbers in whatever order moments
 * are asked for: what is sent again after a restart is what was sent before it.
 *
 * @param at Unix seconds
 */
export function diceAt(stream: number, at: number): () => number {
  return random(stream ^ Math.imul(at, 0x9e3779b1));
}
