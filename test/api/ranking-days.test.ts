/** What rankings leave behind: the checkpoints of days, and alerts about reputations. */
import { describe, expect, test } from "vitest";
import { POLICY } from "../../api/domain/policy.ts";
import { AT, BEST, DAY, GONE, HOUR, HURT, LATER, rankedWorld, SCORED, TIED, TIED_TOO } from "./support/ranked-world.ts";
import { forgetRanking, rankAt, storedCheckpoints, storedStandings, toldOfReputations } from "./support/ranking.ts";
import { ETHER } from "./support/rows.ts";
import { DEPLOYMENT } from "./support/template.ts";

const world = rankedWorld();
const rank = (now: number, policy = POLICY) => rankAt(world.database.url, now, policy);
const query = (text: string, values: unknown[] = []) => world.database.client.query(text, values);
const checkpoints = () => storedCheckpoints(world.database.client);
const alertEvents = () => toldOfReputations(world.database.client);

describe("the checkpoints", () => {
  test("are of all operators, at the end of each day that was seen", async () => {
    await rank(LATER - HOUR);
    expect(await checkpoints()).toEqual([]);
    await rank(LATER);
    const first = await checkpoints();
    expect(first).toEqual([
      `${BEST} ${AT} 550 1`,
      `${SCORED} ${AT} 533 2`,
      `${TIED} ${AT} 525 3`,
      `${HURT} ${AT} 436 5`,
      `${GONE} ${AT} 500`,
      `${TIED_TOO} ${AT} 525 4`,
    ]);
    // Nobody was there at the end of the next day.
    await rank(LATER + DAY + HOUR);
    expect(await checkpoints()).toEqual(first);
    await rank(LATER + 2 * DAY);
    expect(await checkpoints()).toHaveLength(12);
  });

  test("who leaves and comes back finds its history, its past and its rank", async () => {
    const chain = async (active: bigint) => {
      await query(`update "${DEPLOYMENT}".operator set eth_active = $2 where address = $1`, [HURT, active]);
      await world.database.sort(LATER);
    };
    const hurt = async (day: number) => {
      await rank(LATER + day * DAY);
      const [standing] = (await storedStandings(world.database.client)).filter(({ operator }) => operator === HURT);
      return [standing?.status === "EXITED", standing?.reputation, standing?.rank];
    };
    const stays = [await hurt(0), await hurt(1), await hurt(2)];
    await forgetRanking(world.database.client);
    const before = await hurt(0);
    await chain(0n);
    // Without the boost of its tier, and what it did wrong goes with it.
    expect(await hurt(1)).toEqual([true, Number(stays[1]?.[1]) - 10, null]);
    await chain(ETHER);
    const after = await hurt(2);
    expect([before, after]).toEqual([stays[0], stays[2]]);
    const history = (await checkpoints()).filter((said) => said.startsWith(HURT));
    expect(history).toHaveLength(3);
  });
});

describe("REPUTATION_CHANGED", () => {
  const setLevel = (operator: string, reputation: number, level: number) =>
    query("update din_api.standing set reputation = $2, level = $3 where operator = $1", [operator, reputation, level]);

  test("says nothing of who is seen first, and each level that is crossed once, whoever ranks", async () => {
    await rank(LATER);
    expect(await alertEvents()).toEqual([]);
    await setLevel(BEST, 760, 750);
    await setLevel(TIED, 240, 0);
    await rank(LATER + HOUR);
    await rank(LATER + 2 * HOUR);
    expect(await alertEvents()).toEqual([`FIRED ${BEST} INFO 760 570 750 DOWN`, `FIRED ${TIED} INFO 240 525 500 UP`]);
  });

  test("is told anew while it is open", async () => {
    await rank(LATER);
    await setLevel(BEST, 760, 750);
    await rank(LATER + HOUR);
    await setLevel(BEST, 1_000, 900);
    await rank(LATER + 2 * HOUR);
    expect(await alertEvents()).toEqual([
      `FIRED ${BEST} INFO 760 570 750 DOWN`,
      `UPDATED ${BEST} INFO 1000 570 750 DOWN`,
    ]);
  });

  test("who stays within the margin above a level has not crossed it", async () => {
    await rank(LATER);
    // At 525, with 500 to be passed by 10.
    await setLevel(TIED, 495, 250);
    await setLevel(GONE, 495, 250);
    await rank(LATER + HOUR);
    expect(await alertEvents()).toEqual([`FIRED ${TIED} INFO 495 525 500 UP`]);
    const gone = (await storedStandings(world.database.client)).find(({ operator }) => operator === GONE);
    expect(gone).toMatchObject({ reputation: 500, level: 250 });
  });

  test("says nothing of what other rules make of the same", async () => {
    await rank(LATER);
    await setLevel(BEST, 760, 750);
    await rank(LATER + HOUR, { ...POLICY, version: POLICY.version + 1 });
    expect(await alertEvents()).toEqual([]);
  });
});
