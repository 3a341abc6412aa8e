/** The examples of docs/wallets.md are documents that this API answers. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { z } from "zod";
import { address, ETHER, requestRow, stakedRow } from "./support/rows.ts";
import { apiSuite } from "./support/suite.ts";

const guide = readFileSync(new URL("../../docs/wallets.md", import.meta.url), "utf8");
const examples = [...guide.matchAll(/```graphql\n([\s\S]*?)```/g)].map(([, text = ""]) => text);

const ACCOUNT = address(1);
const suite = apiSuite({
  operator: [stakedRow({ address: ACCOUNT, ethActive: 2n * ETHER, ethUnbonding: 4n * ETHER })],
  unstakeRequest: [requestRow({ id: 1n, operator: ACCOUNT })],
});

test("there are five examples, and each is answered", async () => {
  expect(examples).toHaveLength(5);
  for (const example of examples) {
    const { data, errors } = await suite.api.ask(example, { account: ACCOUNT });
    expect(errors).toEqual([]);
    expect(data).toMatchObject({ wallet: {} });
  }
});

const typeSchema = z.object({ __type: z.object({ names: z.array(z.object({ name: z.string() })) }) });
const namesOf = async (query: string) =>
  typeSchema.parse((await suite.api.ask(query)).data).__type.names.map(({ name }) => name);

test("it names every transaction, and every reason of a simulation that tells nothing", async () => {
  const transactions = await namesOf('{ __type(name: "Transactions") { names: fields { name } } }');
  const reasons = await namesOf('{ __type(name: "SimulationProblem") { names: enumValues { name } } }');
  expect(transactions.length).toBeGreaterThan(15);
  expect([...transactions, ...reasons].filter((name) => !guide.includes(`\`${name}\``))).toEqual([]);
});
