import { zeroAddress } from "viem";
import { expect, test } from "vitest";
import { type Parties, partyBits } from "../../../indexer/src/lib/parties.ts";
import { OPERATOR, OTHER } from "./event.ts";

const OPERATOR_BIT = 1;
const SENDER_BIT = 2;
const PAYER_BIT = 8;

test.each<[string, Parties, [string, number][]]>([
  ["one account is one row with all it was", { PAYER: OPERATOR, OPERATOR }, [[OPERATOR, OPERATOR_BIT | PAYER_BIT]]],
  [
    "two accounts are two",
    { OPERATOR, SENDER: OTHER, PAYER: OTHER },
    [
      [OPERATOR, OPERATOR_BIT],
      [OTHER, SENDER_BIT | PAYER_BIT],
    ],
  ],
  ["the zero address is nobody", { MANAGER: zeroAddress, SENDER: OTHER }, [[OTHER, SENDER_BIT]]],
  [
    "an address in checksum case is the same account",
    { SENDER: "0x00000000000000000000000000000000000000AA", OPERATOR },
    [[OPERATOR, OPERATOR_BIT | SENDER_BIT]],
  ],
])("%s", (_what, parties, expected) => {
  expect(partyBits(parties).map(({ account, roles }) => [account, roles])).toEqual(expected);
});
