import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SseParser } from "../../../client/src/sse.ts";

const parse = (...pieces: readonly string[]) => {
  const parser = new SseParser();
  return pieces.flatMap((piece) => parser.push(piece));
};

describe("SseParser", () => {
  test.each([
    ["an event", "event: next\ndata: {}\n\n", [{ type: "next", data: "{}" }]],
    ["one without data", "event: complete\n\n", [{ type: "complete", data: "" }]],
    ["one without a type", "data: 1\n\n", [{ type: "message", data: "1" }]],
    ["lines of data", "data: a\ndata: b\n\n", [{ type: "message", data: "a\nb" }]],
    ["no blank after the colon", "event:next\ndata:x\n\n", [{ type: "next", data: "x" }]],
    ["one blank is the field's, the second is the value's", "data:  x\n\n", [{ type: "message", data: " x" }]],
    ["colons in data", "data: a:b\n\n", [{ type: "message", data: "a:b" }]],
    ["comments and fields of others", ":\n\n: hello\nid: 7\nretry: 5\ndata: x\n\n", [{ type: "message", data: "x" }]],
    ["a field without a value", "data\n\n", [{ type: "message", data: "" }]],
    ["nothing that is not finished", "event: next\ndata: x\n", []],
    [
      "a type does not outlive its event",
      "event: next\n\ndata: x\n\n",
      [
        { type: "next", data: "" },
        { type: "message", data: "x" },
      ],
    ],
  ])("%s", (_what, text, expected) => {
    expect(parse(text)).toEqual(expected);
    expect(parse(text.replaceAll("\n", "\r\n"))).toEqual(expected);
  });

  test("pieces of any size say the same", () => {
    const text = ': hi\r\nevent: next\r\ndata: {"a":\r\ndata: 1}\r\n\r\ndata: x\n\n:\n\nevent: complete\r\n\r\n';
    const whole = parse(text);
    expect(whole).toHaveLength(3);
    fc.assert(
      fc.property(fc.array(fc.nat(text.length)), (cuts) => {
        const places = [0, ...cuts.sort((a, b) => a - b), text.length];
        expect(parse(...places.slice(1).map((end, index) => text.slice(places[index], end)))).toEqual(whole);
      }),
    );
  });
});
