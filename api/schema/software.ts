/** What client software the network runs: whether one fault would take half of it down. */
import { loadSoftwareShares, MAX_SOFTWARE, type SoftwareShareRow } from "../loaders/software.ts";
import { builder } from "./builder.ts";
import { SoftwareRoleEnum } from "./profile.ts";

const SoftwareShareRef = builder.objectRef<SoftwareShareRow>("SoftwareShare").implement({
  description: "Who runs a client software.",
  fields: (t) => ({
    name: t.exposeString("name", {
      nullable: true,
      description: "As most write it; null for all that is not told by name.",
    }),
    version: t.exposeString("version", {
      nullable: true,
      description: "Null where versions are not told apart, and for the rest.",
    }),
    operators: t.exposeInt("operators", { description: "How many operators run it." }),
    stakeValue: t.expose("stakeValue", { type: "Wei", description: "ETH value of their active stake, wei." }),
    share: t.field({
      type: "BasisPoints",
      description: "Of the operators that say what they run of this kind, rounded down. One may run several.",
      resolve: ({ operators, total }) => Math.floor((operators * 10_000) / total),
    }),
  }),
});

builder.queryField("softwareDistribution", (t) =>
  t.field({
    type: [SoftwareShareRef],
    description: `What client software operators run, as their profiles say, what most run first: the ${MAX_SOFTWARE} of them that most run, and the rest as one. Names are the same in whatever case; who has left, or never staked, does not count.`,
    args: {
      role: t.arg({ type: SoftwareRoleEnum, description: "Which kind of software.", required: true }),
      byVersion: t.arg.boolean({
        description: "Whether each version counts by itself.",
        required: true,
        defaultValue: true,
      }),
    },
    // What all profiles say is read for it.
    complexity: { field: 1_000, multiplier: MAX_SOFTWARE + 1 },
    resolve: async (_root, { role, byVersion }, { db }) => [...(await loadSoftwareShares(db, role, byVersion))],
  }),
);
