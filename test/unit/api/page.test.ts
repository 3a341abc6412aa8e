import { describe, expect, test } from "vitest";
import { MAX_PAGE_SIZE, type PageArgs, parsePage } from "../../../api/loaders/page.ts";

describe("parsePage", () => {
  test.each<[PageArgs, object]>([
    [{}, { limit: 20, backwards: false, after: null, before: null }],
    [
      { first: null, last: null, after: null, before: null },
      { limit: 20, backwards: false },
    ],
    [{ first: 0 }, { limit: 0, backwards: false }],
    [{ first: MAX_PAGE_SIZE }, { limit: 100, backwards: false }],
    [
      { last: 100, before: "x" },
      { limit: 100, backwards: true, before: "x" },
    ],
    [{ last: 0 }, { limit: 0, backwards: true }],
    [
      { first: 1, last: null, after: "a", before: "b" },
      { limit: 1, backwards: false, after: "a", before: "b" },
    ],
  ])("%j", (args, expected) => {
    expect(parsePage(args)).toMatchObject(expected);
  });

  test.each<[PageArgs, string]>([
    [{ first: -1 }, "PAGE_SIZE_OUT_OF_RANGE"],
    [{ first: 101 }, "PAGE_SIZE_OUT_OF_RANGE"],
    [{ last: -1 }, "PAGE_SIZE_OUT_OF_RANGE"],
    [{ last: 1_000_000 }, "PAGE_SIZE_OUT_OF_RANGE"],
    [{ first: 1, last: 1 }, "PAGE_SIZE_AMBIGUOUS"],
    [{ first: 0, last: 0 }, "PAGE_SIZE_AMBIGUOUS"],
  ])("%j is refused: %s", (args, code) => {
    expect(() => parsePage(args)).toThrow(expect.objectContaining({ code }));
  });
});
