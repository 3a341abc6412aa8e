/** What accounts sign in place of an API key. */
import { builder } from "./builder.ts";

export const SignatureInput = builder.inputType("SignatureInput", {
  description:
    "A signature (EIP-712) by the account that it is about, which needs no API key. See docs/maintenance.md.",
  fields: (t) => ({
    deadline: t.field({
      type: "Count",
      description: "Until when the signature holds, Unix seconds; at most an hour ahead.",
      required: true,
    }),
    signature: t.field({ type: "Text", description: "65 bytes r, s, v as 0x and hex.", required: true }),
  }),
});

/** Whether the input of a mutation carries a signature: see `Access.unless`. */
export function isSigned({ input }: Readonly<Record<string, unknown>>): boolean {
  return typeof input === "object" && input !== null && "signature" in input && Boolean(input.signature);
}
