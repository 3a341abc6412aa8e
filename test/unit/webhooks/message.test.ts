/** What is sent and how it is signed: by the ready-made verifier, and by what the guide says. */
import { readFileSync } from "node:fs";
import { Webhook, WebhookVerificationError } from "standardwebhooks";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { ALERT_EVENT_TYPES, type ToldAlert } from "../../../api/domain/alert.ts";
import { alertPayload, testPayload } from "../../../api/webhooks/payload.ts";
import { formatSecret, headersOf, newSecret, signatureOf } from "../../../api/webhooks/signature.ts";

const guide = readFileSync(new URL("../../../docs/webhooks.md", import.meta.url), "utf8");

function block(kind: string): string {
  const [, text] = new RegExp(`\`\`\`${kind}\n(.*?)\n\`\`\``, "s").exec(guide) ?? [];
  if (text === undefined) throw new Error(`no block of ${kind}`);
  return text;
}

const AT = 1_779_999_600;
const alert: ToldAlert = {
  ...{ id: "7", kind: "SLASH_PROPOSED", severity: "CRITICAL", state: "FIRING" },
  correlationId: `SLASH_PROPOSED/0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266/3@0x${"5a1c".repeat(16)}`,
  ...{ finality: "PENDING", operator: "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266", subject: "3" },
  message: "A slash of 12 % for DOWNTIME was proposed: down for 72 minutes",
  details: {
    ...{ violationType: "DOWNTIME", bps: 1_200, value: "1080000000000000000", reason: "down for 72 minutes" },
    ...{ proposer: "0x70997970c51812dc3a010c7d01b50e0d17dc79c8", disputeUntil: 1_780_258_800 },
    transactionHash: `0x${"7be4".repeat(16)}`,
  },
  note: null,
  ...{ openedAt: AT, firedAt: AT, changedAt: AT },
  ...{ acknowledgedAt: null, acknowledgedBy: null, closedAt: null, closedBy: null },
};

describe("the message", () => {
  test("is that of the guide", () => {
    const body = alertPayload({ id: "42", type: "FIRED", at: AT, alert });
    expect(JSON.parse(body)).toEqual(JSON.parse(block("json")));
  });

  test("tells no key that acted", () => {
    const acted = { ...alert, acknowledgedBy: "abcdefghijkm", closedBy: "abcdefghijkm" };
    expect(alertPayload({ id: "42", type: "RESOLVED", at: AT, alert: acted })).not.toContain("abcdefghijkm");
  });

  test("has addresses with their checksum wherever they are, and nothing else changed", () => {
    const address = alert.operator;
    const told = { ...alert, subject: address, details: { payer: address, hash: `0x${"a".repeat(64)}`, count: 3 } };
    expect(JSON.parse(alertPayload({ id: "42", type: "FIRED", at: AT, alert: told })).data.alert).toMatchObject({
      operator: "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266",
      subject: "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266",
      details: {
        payer: "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266",
        hash: `0x${"a".repeat(64)}`,
        count: 3,
      },
    });
  });

  test("has a type that the guide names", () => {
    for (const type of ALERT_EVENT_TYPES) {
      expect(JSON.parse(alertPayload({ id: "42", type, at: AT, alert })).type).toBe(`alert.${type.toLowerCase()}`);
      expect(guide).toMatch(new RegExp(`\`[a-z ]*\\b${type.toLowerCase()}\\b[a-z ]*\``));
    }
    expect(JSON.parse(testPayload("wh_1", AT))).toEqual({
      type: "webhook.test",
      timestamp: new Date(AT * 1_000).toISOString(),
      data: { webhook: { id: "wh_1" } },
    });
  });
});

describe("the signature", () => {
  const secret = newSecret();
  const text = formatSecret(secret);
  const body = testPayload("wh_1", AT);
  const sign = (told: object = {}) => {
    const message = { id: "msg_1", timestamp: Math.floor(Date.now() / 1_000), body, ...told };
    return headersOf(secret, message);
  };
  const guideSchema = z.object({
    verify: z.function({ input: [z.string(), z.unknown(), z.string()], output: z.unknown() }),
  });
  const ready = new Webhook(text);
  const verifiers: readonly [string, (headers: Record<string, string>, body: string) => Promise<unknown>][] = [
    ["the ready-made verifier", async (headers, received) => ready.verify(received, headers)],
    [
      "the guide's",
      async (headers, received) => {
        const source = Buffer.from(block("js")).toString("base64");
        const { verify } = guideSchema.parse({ ...(await import(`data:text/javascript;base64,${source}`)) });
        return verify(text, headers, received);
      },
    ],
  ];

  describe.each(verifiers)("%s", (_name, verify) => {
    test("takes what was sent", async () => {
      expect(await verify(sign(), body)).toEqual(JSON.parse(body));
    });

    test("takes it as one of several", async () => {
      const headers = sign();
      const several = `v1,${Buffer.alloc(32).toString("base64")} v1a,x ${headers["webhook-signature"]}`;
      expect(await verify({ ...headers, "webhook-signature": several }, body)).toEqual(JSON.parse(body));
    });

    test.each([
      ["another body", {}, `${body} `],
      ["another id", { "webhook-id": "msg_2" }, body],
      ["another time", { "webhook-timestamp": String(Math.floor(Date.now() / 1_000) - 10) }, body],
      ["another signature", { "webhook-signature": `v1,${Buffer.alloc(32).toString("base64")}` }, body],
      ["a signature of another version", { "webhook-signature": "v2,x" }, body],
      ["no signature", { "webhook-signature": "" }, body],
      ["no time", { "webhook-timestamp": "" }, body],
    ])("refuses %s", async (_what, headers, received) => {
      await expect(verify({ ...sign(), ...headers }, received)).rejects.toThrow();
    });

    test.each([-301, 301])("refuses what was sent %i s from now", async (seconds) => {
      await expect(verify(sign({ timestamp: Math.floor(Date.now() / 1_000) + seconds }), body)).rejects.toThrow();
    });
  });

  test("is that of the example of Standard Webhooks' own tests", () => {
    const known = Buffer.from("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "base64");
    const message = { id: "msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp: 1_614_265_330, body: '{"test": 2432232314}' };
    expect(signatureOf(known, message)).toBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  });

  test("secrets are 32 bytes, each its own", () => {
    expect(text).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(formatSecret(newSecret())).not.toBe(text);
    expect(() => new Webhook(formatSecret(newSecret())).verify(body, sign())).toThrow(WebhookVerificationError);
  });
});
