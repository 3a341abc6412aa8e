/** The whole stack: every fact the scenario leaves on the chain, read back through GraphQL over HTTP, and wallets used. */
import { getAddress, keccak256, parseEther, stringToHex, zeroHash } from "viem";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { type Actor, addressOf } from "../../devnet/scenario/actors.ts";
import { EXPECTED, EXPECTED_REGISTRY, EXPECTED_REQUESTS } from "../../devnet/scenario/expected.ts";
import { type Stack, startStack } from "../../devnet/stack.ts";
import { graphqlOf } from "../support/graphql.ts";
import { OPERATOR, operatorOf, wei } from "../support/scenario-graphql.ts";
import { actAs } from "../support/wallet.ts";

let stack: Stack;

beforeAll(async () => {
  const env = { RPC_POLL_INTERVAL_MS: "100" };
  stack = await startStack({ parts: { activity: false, metrics: false }, blocks: "automine", env });
});

afterAll(() => stack?.stop());

const ask = (query: string, variables?: object) => graphqlOf(stack.urls.graphql)(query, variables);

describe("operators", () => {
  test.each(EXPECTED.map((told) => ({ ...told, what: told.operator })))("$what", async ({ what: _, ...told }) => {
    expect(await ask(OPERATOR, { address: addressOf(told.operator) })).toEqual({
      operator: operatorOf(told, stack.world),
    });
  });

  test("lists find by tier and status what each operator says of itself", async () => {
    for (const tier of ["NONE", "TIER_1", "TIER_2", "TIER_3"] as const) {
      const data = await ask(
        `query ($tier: [Tier!]) { operators(first: 100, filter: { tier: $tier }) { nodes { address } } }`,
        { tier },
      );
      const text = JSON.stringify(data);
      for (const told of EXPECTED.filter(({ registered }) => registered)) {
        expect([told.operator, text.includes(addressOf(told.operator))]).toEqual([told.operator, told.tier === tier]);
      }
    }
    const slashed = await ask(
      `{ operators(filter: { status: [SLASHED, LEAVING, EXITED] }, orderBy: { field: REGISTRATION, direction: ASC }) { nodes { address } } }`,
    );
    const expected = (["ion", "harbor", "krypton"] as const).map((operator) => ({ address: addressOf(operator) }));
    expect(slashed).toEqual({ operators: { nodes: expected } });
  });
});

test.each(EXPECTED_REQUESTS)(
  "the request $key",
  async ({ key, operator, asset, state, matured, requested, paid, slashed }) => {
    const id = Buffer.from(`UnstakeRequest:${stack.world.requestId(key)}`).toString("base64");
    const data = await ask(
      "query ($id: ID!) { node(id: $id) { ... on UnstakeRequest { operatorAddress asset state matured requested paid slashed } } }",
      { id },
    );
    const told = { operatorAddress: addressOf(operator), asset, state, matured };
    expect(data).toEqual({ node: { ...told, requested: wei(requested), paid: wei(paid), slashed: wei(slashed) } });
  },
);

describe("the registry", () => {
  test("its parameters, rates and pauses", async () => {
    const data = await ask(`{ registry {
      address chainId minStake unstakeDelay disputeWindow resolutionWindow executionWindow slashCooldown largeSlash
      disputeBond treasury treasuryOwedEth treasuryOwedWsteth paused pausedUntil
      rates { asset rate rateSource maxAge maxJump updatedAt }
      pauseChanges { totalCount nodes { paused } }
      parameterChanges(first: 100) { nodes { name } }
      rateHistory(first: 1) { totalCount nodes { asset rate } }
    } }`);
    expect(data).toEqual({
      registry: {
        address: getAddress(stack.registry),
        chainId: 31_337,
        minStake: wei("1"),
        unstakeDelay: 10_080,
        disputeWindow: EXPECTED_REGISTRY.disputeWindow,
        resolutionWindow: EXPECTED_REGISTRY.resolutionWindow,
        executionWindow: EXPECTED_REGISTRY.executionWindow,
        slashCooldown: 60,
        largeSlash: 1_000,
        disputeBond: wei(EXPECTED_REGISTRY.disputeBond),
        treasury: addressOf("treasury"),
        treasuryOwedEth: wei(EXPECTED_REGISTRY.treasuryOwed.eth),
        treasuryOwedWsteth: wei(EXPECTED_REGISTRY.treasuryOwed.wsteth),
        paused: [],
        pausedUntil: null,
        rates: [
          {
            asset: "ETH",
            rate: wei("1"),
            rateSource: null,
            maxAge: null,
            maxJump: null,
            updatedAt: expect.any(String),
          },
          {
            asset: "WSTETH",
            rate: wei(EXPECTED_REGISTRY.rateE18),
            rateSource: expect.stringMatching(/^0x[0-9a-fA-F]{40}$/),
            maxAge: expect.any(Number),
            maxJump: expect.any(Number),
            updatedAt: expect.any(String),
          },
        ],
        pauseChanges: { totalCount: 2, nodes: [{ paused: [] }, { paused: ["SLASHING"] }] },
        parameterChanges: { nodes: expect.arrayContaining([{ name: "SlashParamsSet" }, { name: "UnstakeDelaySet" }]) },
        rateHistory: {
          totalCount: expect.any(Number),
          nodes: [{ asset: "WSTETH", rate: wei(EXPECTED_REGISTRY.rateE18) }],
        },
      },
    });
  });

  test("its roles, and the one that was revoked", async () => {
    const data = await ask(`{ registry {
      roles { nodes { name role account } } roleChanges(first: 2) { nodes { name account granted } }
    } }`);
    const deputy = { name: "DISPUTE_RESOLVER", account: addressOf("deputyResolver") };
    const holder = (name: string, actor: Actor) => ({
      name,
      role: keccak256(stringToHex(name)),
      account: addressOf(actor),
    });
    expect(data).toMatchObject({
      registry: {
        roleChanges: {
          nodes: [
            { ...deputy, granted: false },
            { ...deputy, granted: true },
          ],
        },
      },
    });
    const { registry } = z
      .object({ registry: z.object({ roles: z.object({ nodes: z.array(z.unknown()) }) }) })
      .parse(data);
    expect(registry.roles.nodes).toEqual(
      expect.arrayContaining([
        holder("GOVERNANCE", "governance"),
        holder("SLASH_PROPOSER", "keeper"),
        holder("DISPUTE_RESOLVER", "resolver"),
        holder("PERFORMANCE_MONITOR", "monitor"),
        holder("PAUSER", "pauser"),
        { name: "DEFAULT_ADMIN", role: zeroHash, account: addressOf("governance") },
      ]),
    );
    expect(JSON.stringify(registry.roles)).not.toContain(deputy.account);
  });

  test("what the treasury pulled", async () => {
    const data = await ask("query ($a: Address!) { wallet(address: $a) { payouts { nodes { kind asset units } } } }", {
      a: addressOf("treasury"),
    });
    const { eth, wsteth } = EXPECTED_REGISTRY.treasuryClaimed;
    const nodes = [
      { kind: "TREASURY", asset: "WSTETH", units: wei(wsteth) },
      { kind: "TREASURY", asset: "ETH", units: wei(eth) },
    ];
    expect(data).toEqual({ wallet: { payouts: { nodes } } });
  });
});

describe("wallets", () => {
  const WALLET = `query ($a: Address!) { wallet(address: $a) {
    operator { address } positions { nodes { address } } claimableBond payments(last: 1) { nodes { operatorAddress units } }
  } }`;

  test.each<[Actor, object]>([
    ["manager", { operator: null, positions: { nodes: [{ address: addressOf("ember") }] }, claimableBond: "0" }],
    // Dismissed again.
    ["formerManager", { operator: null, positions: { nodes: [] }, claimableBond: "0", payments: { nodes: [] } }],
    ["patron", { payments: { nodes: [{ operatorAddress: addressOf("aurora"), units: wei("4") }] } }],
    ["pulsar", { operator: { address: addressOf("pulsar") }, claimableBond: wei("0.03") }],
  ])("%s", async (actor, expected) => {
    expect(await ask(WALLET, { a: addressOf(actor) })).toMatchObject({ wallet: expected });
  });
});

const act = (actor: Actor, transaction: string) => actAs(stack, actor, transaction);

const byAddress = (...actors: Actor[]) =>
  actors
    .map((actor) => ({ address: addressOf(actor) }))
    .toSorted((a, b) => (a.address.toLowerCase() < b.address.toLowerCase() ? -1 : 1));

const operator = (actor: Actor, selection: string) =>
  ask(`query ($a: Address!) { operator(address: $a) { ... on Operator { ${selection} } } }`, { a: addressOf(actor) });

describe("unsigned transactions do on the chain what they say", () => {
  test("register, name a manager, who stakes for the operator", async () => {
    await act("yarrow", `register(minStake: "${wei("2")}")`);
    await act("yarrow", `setManager(manager: "${addressOf("patron")}", allowed: true)`);
    await act("patron", `stake(operator: "${addressOf("yarrow")}", units: "${wei("3")}")`);
    expect(await operator("yarrow", "status tier minStake managers { nodes { address } } stake { active }")).toEqual({
      operator: {
        // For want of measurements.
        status: "PENDING",
        tier: "TIER_1",
        minStake: wei("2"),
        // One it had named before it was registered.
        managers: { nodes: byAddress("patron", "manager") },
        stake: { active: wei("3") },
      },
    });
    await act("yarrow", `setManager(manager: "${addressOf("patron")}", allowed: false)`);
    const history = "history(filter: { role: [PAYER, MANAGER] }, first: 3) { nodes { event { name } roles units } }";
    expect(
      await ask(`query ($a: Address!) { wallet(address: $a) { ${history} } }`, { a: addressOf("patron") }),
    ).toEqual({
      wallet: {
        history: {
          nodes: [
            { event: { name: "ManagerSet" }, roles: ["MANAGER"], units: null },
            { event: { name: "Staked" }, roles: ["SENDER", "PAYER"], units: wei("3") },
            { event: { name: "ManagerSet" }, roles: ["MANAGER"], units: null },
          ],
        },
      },
    });
    expect(await operator("yarrow", "managers { nodes { address } }")).toEqual({
      operator: { managers: { nodes: byAddress("manager") } },
    });
  });

  test("stake wstETH, ask it back to oneself, take that back", async () => {
    await act("delta", `stake(asset: WSTETH, units: "${wei("2")}")`);
    await act("delta", `unstake(asset: WSTETH, units: "${wei("5")}")`);
    const selection =
      "stake { assets { active unbonding } } unstakeRequests(first: 1) { nodes { requestId state recipient } }";
    const data = await operator("delta", selection);
    expect(data).toEqual({
      operator: {
        stake: {
          assets: [
            { active: "0", unbonding: "0" },
            { active: wei("37"), unbonding: wei("5") },
          ],
        },
        unstakeRequests: { nodes: [{ requestId: expect.any(String), state: "OPEN", recipient: addressOf("delta") }] },
      },
    });
    const id = /"requestId":"(\d+)"/.exec(JSON.stringify(data))?.[1] ?? "";
    await act("delta", `cancelUnstake(requestId: "${id}")`);
    expect(await operator("delta", "stake { assets { active unbonding } }")).toEqual({
      operator: {
        stake: {
          assets: [
            { active: "0", unbonding: "0" },
            { active: wei("42"), unbonding: "0" },
          ],
        },
      },
    });
  });

  test("claim what has matured", async () => {
    const id = stack.world.requestId("tundra-matured");
    await act("tundra", `claim(requestId: "${id}")`);
    expect(
      await operator(
        "tundra",
        "stake { assets { unbonding } } unstakeRequests(filter: { state: OPEN }) { totalCount }",
      ),
    ).toEqual({
      operator: {
        stake: { assets: [{ unbonding: wei("4") }, { unbonding: "0" }] },
        unstakeRequests: { totalCount: 1 },
      },
    });
  });

  test("dispute with the bond its slash asks for", async () => {
    const id = stack.world.slashId("raven-outage");
    await act(
      "raven",
      `dispute(slashId: "${id}", evidenceHash: "${keccak256(stringToHex("it ran"))}", uri: "ipfs://log")`,
    );
    expect(
      await operator(
        "raven",
        "slashes { nodes { state dispute { uri bond evidenceHash disputer } next { resolvable disputable } } }",
      ),
    ).toEqual({
      operator: {
        slashes: {
          nodes: [
            {
              state: "DISPUTED",
              dispute: {
                uri: "ipfs://log",
                bond: parseEther(EXPECTED_REGISTRY.disputeBond).toString(),
                evidenceHash: keccak256(stringToHex("it ran")),
                disputer: addressOf("raven"),
              },
              next: { resolvable: true, disputable: false },
            },
          ],
        },
      },
    });
  });

  test("claim a bond that came back", async () => {
    await act("pulsar", "claimBond");
    const data = await ask(
      "query ($a: Address!) { wallet(address: $a) { claimableBond payouts(first: 1) { nodes { kind units } } } }",
      {
        a: addressOf("pulsar"),
      },
    );
    expect(data).toEqual({
      wallet: { claimableBond: "0", payouts: { nodes: [{ kind: "BOND", units: wei("0.03") }] } },
    });
  });
});
