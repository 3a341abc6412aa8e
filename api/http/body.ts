import type { IncomingMessage, ServerResponse } from "node:http";

/** Largest body of a request, bytes: a full batch of metric samples fits with sketches of 5.5 KiB each. */
export const MAX_BODY_BYTES = 8 * 1024 * 1024;

/**
 * Answers a POST whose body would not be read, and says whether it did. Only JSON is taken: the other types a browser
 * sends across sites without asking would let a foreign page post on a reader's behalf. A length is required because it
 * bounds the body before the first byte is read.
 */
export function refuseBody(request: IncomingMessage, response: ServerResponse): boolean {
  if (request.method !== "POST") return false;
  const type = request.headers["content-type"]?.split(";", 1)[0]?.trim().toLowerCase();
  if (type !== "application/json") {
    return refuse(response, 415, "UNSUPPORTED_MEDIA_TYPE", "Send the request as application/json.");
  }
  const length = request.headers["content-length"];
  if (length === undefined) return refuse(response, 411, "LENGTH_REQUIRED", "Send a Content-Length.");
  if (Number(length) > MAX_BODY_BYTES) {
    return refuse(response, 413, "BODY_TOO_LARGE", `The body is larger than ${MAX_BODY_BYTES} bytes.`);
  }
  return false;
}

function refuse(response: ServerResponse, status: number, code: string, message: string): true {
  // The rest of the body is not worth reading.
  response.writeHead(status, { "content-type": "application/json; charset=utf-8", connection: "close" });
  response.end(`${JSON.stringify({ errors: [{ message, extensions: { code } }] })}\n`);
  return true;
}
