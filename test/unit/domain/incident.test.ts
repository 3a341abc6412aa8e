import { describe, expect, test } from "vitest";
import { evidenceFault, timeFault } from "../../../api/domain/incident.ts";
import { lineOf } from "../../../api/domain/naming.ts";
import { POLICY } from "../../../api/domain/policy.ts";

const NOW = 1_780_000_000;
const WEEK = 7 * 86_400;

test.each<[string, number, number, string | null, string | null]>([
  ["an hour ago", NOW - 3_600, NOW - 1_800, null, null],
  ["just now", NOW - 1, NOW, null, null],
  ["ends in the future", NOW - 1, NOW + 1, "INCIDENT_IN_FUTURE", "end"],
  ["begins in the future", NOW + 1, NOW + 2, "INCIDENT_IN_FUTURE", "end"],
  ["no time at all", NOW - 5, NOW - 5, "INCIDENT_WITHOUT_TIME", "end"],
  ["backwards", NOW - 5, NOW - 6, "INCIDENT_WITHOUT_TIME", "end"],
  ["a week ago", NOW - WEEK, NOW - WEEK + 60, null, null],
  ["a second more", NOW - WEEK - 1, NOW - 60, "INCIDENT_TOO_OLD", "start"],
])("timeFault: %s", (_what, start, end, code, field) => {
  const fault = timeFault({ start, end }, NOW, POLICY);
  expect(fault?.code ?? null).toBe(code);
  expect(fault?.field ?? null).toBe(field);
});

describe("evidenceFault", () => {
  const hash = `0x${"1".repeat(64)}`;

  test.each([
    "https://example.org/evidence.json",
    "http://10.0.0.1:8080/a?b=c#d",
    "ipfs://bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi",
    "ar://bNbA3TEQVL60xlgCcqdz4ZPHFZ711cZ3hmkpGttDt_U",
    `https://example.org/${"a".repeat(2_028)}`,
  ])("%s is taken", (uri) => {
    expect(evidenceFault({ hash, uri })).toBeNull();
  });

  test.each([
    ["", "nothing"],
    ["example.org/evidence.json", "without a scheme"],
    ["https://", "a scheme alone"],
    ["javascript://alert(1)", "a script"],
    ["data:text/html,<script>", "data"],
    ["file:///etc/passwd", "a file"],
    ["HTTPS://EXAMPLE.ORG", "in capitals"],
    ["https://example.org/a b", "with a blank"],
    ["https://example.org/\n", "with a line break"],
    ["https://exämple.org", "beyond ASCII"],
    [`https://example.org/${"a".repeat(2_029)}`, "too long"],
  ])("%j (%s) is not", (uri) => {
    expect(evidenceFault({ hash, uri })).toMatchObject({ code: "INVALID_EVIDENCE_URI", field: "evidenceUri" });
  });

  test("a hash of zero is none", () => {
    expect(evidenceFault({ hash: `0x${"0".repeat(64)}`, uri: "https://example.org" })).toMatchObject({
      code: "NO_EVIDENCE",
      field: "evidenceHash",
    });
  });
});

test.each<[string, string | null]>([
  ["abc", "abc"],
  ["  abc ", "abc"],
  ["", null],
  ["   ", null],
  ["abcd", null],
  ["a\nb", null],
  ["a\0b", null],
  ["\ud800", null],
  ["äöü", "äöü"],
])("lineOf(%j, 3): %j", (text, expected) => {
  expect(lineOf(text, 3)).toBe(expected);
});
