/** What the devnet's operators say of themselves is what the API takes, and their nodes live and die as it is told. */
import { describe, expect, test } from "vitest";
import { profileFault } from "../../../../api/domain/profile-fault.ts";
import { present } from "../../../../devnet/metrics/presence.ts";
import { beatingAt, PROFILES } from "../../../../devnet/metrics/profiles.ts";
import { ACTORS, addressOf } from "../../../../devnet/scenario/actors.ts";

test.each(Object.entries(PROFILES))("the profile of %s is without fault", (_actor, profile) => {
  expect(profileFault(profile)).toBeNull();
});

describe("of Aurora's nodes", () => {
  const nodes = (seconds: number) => beatingAt("aurora", seconds).map(({ node }) => node);

  test.each([
    [0, ["eu-a", "eu-b"]],
    [89, ["eu-a", "eu-b"]],
    [90, ["eu-b"]],
    [119, ["eu-b"]],
    [120, ["eu-a", "eu-b"]],
    [389, ["eu-a", "eu-b"]],
    [390, ["eu-b"]],
  ])("after %i seconds these live: %j", (seconds, living) => {
    expect(nodes(seconds)).toEqual(living);
  });
});

test("nobody speaks for operators that are not measured", () => {
  expect(present(() => true)).toEqual(ACTORS.filter((actor) => actor in PROFILES));
  expect(present((address) => address === addressOf("ember").toLowerCase())).toEqual(["ember"]);
});
