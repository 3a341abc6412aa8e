/** The client signs a profile to the letter as docs/profiles.md says it is done. */
import { readFile } from "node:fs/promises";
import { signProfile } from "@dreamnet/din-infrastructure-core";
import { hashTypedData } from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { expect, test } from "vitest";
import { z } from "zod";

const guide = await readFile(new URL("../../../docs/profiles.md", import.meta.url), "utf8");
const example = (language: string) => new RegExp(`\`\`\`${language}\n(.*?)\n\`\`\``, "s").exec(guide)?.[1] ?? "";
const input = z
  .object({
    operator: z.templateLiteral(["0x", z.string()]),
    revision: z.number(),
    profile: z.object({
      name: z.string(),
      regions: z.array(z.string()),
      endpoints: z.array(z.object({ service: z.string(), region: z.string(), url: z.string() })),
      software: z.array(
        z.object({
          role: z.enum(["EXECUTION", "CONSENSUS", "SIGNER", "RELAY"]),
          name: z.string(),
          version: z.string(),
        }),
      ),
      nodes: z.array(z.object({ id: z.string(), service: z.string(), region: z.string(), priority: z.number() })),
    }),
    signature: z.object({ deadline: z.number(), signature: z.string() }),
  })
  .parse(JSON.parse(example("profile")));

const REGISTRY = "0x5fbdb2315678afecb367f032d93f642f64180aa3";
/** The first account of every development chain. */
const account = mnemonicToAccount("test test test test test test test test test test test junk");

test("the documented profile, its digest and its signature", async () => {
  const digests: string[] = [];
  const { operator, revision, profile, signature } = input;
  const signed = await signProfile({
    ...{ operator, revision, profile, deadline: signature.deadline, chainId: 84_532, registry: REGISTRY },
    signTypedData(data) {
      digests.push(hashTypedData(data));
      return account.signTypedData(data);
    },
  });
  expect(digests).toEqual([example("digest")]);
  expect(signed).toEqual(input);
});
