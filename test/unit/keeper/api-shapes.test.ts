import { expect, test } from "vitest";
import { reviewOf } from "../../../keeper/api-shapes.ts";

test("a review is what it leaves, and the first of what it found", () => {
  expect(reviewOf({ basisPoints: 0, findings: [{ message: "one" }, { message: "two" }] })).toEqual({
    basisPoints: 0,
    finding: "one",
  });
  expect(reviewOf({ basisPoints: 720, findings: [] })).toEqual({ basisPoints: 720, finding: "" });
});

/** As it may come from something that only looks like the API. */
const answer = (text: string): Parameters<typeof reviewOf>[0] => JSON.parse(text);

test.each(["null", '"720"', "7.2", "-1", "1e400"])("a review that leaves %s bears nothing out", (basisPoints) => {
  expect(() => reviewOf(answer(`{ "basisPoints": ${basisPoints}, "findings": [] }`))).toThrow(TypeError);
});
