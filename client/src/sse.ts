/** Server-sent events, parsed as they come (https://html.spec.whatwg.org/multipage/server-sent-events.html). */

export interface ServerSentEvent {
  readonly type: string;
  readonly data: string;
}

/** Lines end with any of the three, and a chunk may end between the two characters of the first. */
const LINE_END = /\r\n|\n|\r(?!$)/;

/** Takes a stream's text in pieces of any size; answers the events that are complete with each. */
export class SseParser {
  #rest = "";
  #type = "";
  #data: string[] = [];

  push(text: string): ServerSentEvent[] {
    const lines = (this.#rest + text).split(LINE_END);
    this.#rest = lines.pop() ?? "";
    return lines.flatMap((line) => this.#line(line) ?? []);
  }

  #line(line: string): ServerSentEvent | null {
    if (line === "") return this.#dispatch();
    const colon = line.indexOf(":");
    // A comment: the connection lives.
    if (colon === 0) return null;
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "event") this.#type = value;
    if (field === "data") this.#data.push(value);
    return null;
  }

  #dispatch(): ServerSentEvent | null {
    const event = { type: this.#type || "message", data: this.#data.join("\n") };
    const isEmpty = this.#data.length === 0;
    this.#type = "";
    this.#data = [];
    return isEmpty && event.type === "message" ? null : event;
  }
}
