/** What an operator says of itself, signed. */
import {
  type ProfileEndpoint,
  type ProfileNode,
  type ProfileSoftware,
  SOFTWARE_ROLES,
  type SoftwareRole,
} from "../domain/profile.ts";
import { PROFILE_LIMITS } from "../domain/profile-fault.ts";
import type { ProfileRow } from "../loaders/profiles.ts";
import { builder } from "./builder.ts";
import type { EnumValues } from "./enums.ts";
import { OperatorNodeRef } from "./failover.ts";
import { OperatorRef } from "./operator.ts";

export const SoftwareRoleEnum = builder.enumType("SoftwareRole", {
  description: "What client software of a node does.",
  values: {
    EXECUTION: { value: SOFTWARE_ROLES[0], description: "Executes blocks: Geth, Nethermind and the like." },
    CONSENSUS: { value: SOFTWARE_ROLES[1], description: "Follows the beacon chain: Lighthouse, Prysm and the like." },
    SIGNER: { value: SOFTWARE_ROLES[2], description: "Holds keys and signs, such as Web3Signer." },
    RELAY: { value: SOFTWARE_ROLES[3], description: "Brings blocks of builders, such as MEV-Boost." },
  } satisfies EnumValues<SoftwareRole>,
});

const EndpointRef = builder.objectRef<ProfileEndpoint>("OperatorEndpoint").implement({
  description: "Where a service of an operator is reached.",
  fields: (t) => ({
    service: t.exposeString("service", { description: "Id of the service." }),
    region: t.exposeString("region", { description: "Where it runs." }),
    url: t.exposeString("url", { description: "https, http, wss or ws. Nobody has tried it." }),
  }),
});

const SoftwareRef = builder.objectRef<ProfileSoftware>("OperatorSoftware").implement({
  description: "Client software that an operator runs.",
  fields: (t) => ({
    role: t.expose("role", { type: SoftwareRoleEnum, description: "What it does." }),
    name: t.exposeString("name", { description: "As the operator writes it." }),
    version: t.exposeString("version", { description: "As the operator writes it." }),
  }),
});

const placeOf = ({ service, region, id }: ProfileNode): string => `${service} ${region} ${id}`;

/** Of a node that another profile, set just now, leaves out. */
const NEVER_HEARD = { lastAt: null, version: null, servingNode: null, servingSince: null };

/** As the API's folder of profiles and its tables have it. */
export type Profile = Pick<
  ProfileRow,
  "operator" | "revision" | "profile" | "deadline" | "digest" | "signature" | "setAt"
>;

export const OperatorProfileRef = builder.objectRef<Profile>("OperatorProfile").implement({
  description: "What an operator says of itself, signed by its own account. See docs/profiles.md.",
  fields: (t) => ({
    operatorAddress: t.expose("operator", { type: "Address", description: "Whose it is, and who signed it." }),
    revision: t.exposeInt("revision", { description: "Higher with each profile of an operator." }),
    setAt: t.expose("setAt", { type: "DateTime", description: "When it was set." }),
    name: t.string({ description: "What it calls itself.", resolve: ({ profile }) => profile.name }),
    regions: t.stringList({ description: "Where it is.", resolve: ({ profile }) => [...profile.regions] }),
    endpoints: t.field({
      type: [EndpointRef],
      description: "Where its services are reached.",
      complexity: { field: 0, multiplier: PROFILE_LIMITS.endpoints },
      resolve: ({ profile }) => [...profile.endpoints],
    }),
    software: t.field({
      type: [SoftwareRef],
      description: "The client software that it runs.",
      complexity: { field: 0, multiplier: PROFILE_LIMITS.software },
      resolve: ({ profile }) => [...profile.software],
    }),
    nodes: t.field({
      type: [OperatorNodeRef],
      description: "Its nodes in the order that was signed, with what was heard of them.",
      complexity: { field: 1, multiplier: PROFILE_LIMITS.nodes },
      // As all of it, in the order that was signed: who checks the signature hashes what it is told.
      resolve: async ({ operator, profile }, _args, { loaders }) => {
        const heard = new Map((await loaders.nodes.load(operator)).map((node) => [placeOf(node), node]));
        return profile.nodes.map((node) => ({ ...NEVER_HEARD, ...heard.get(placeOf(node)), operator, ...node }));
      },
    }),
    deadline: t.expose("deadline", { type: "DateTime", description: "Until when it could be set, as signed." }),
    digest: t.expose("digest", { type: "Hash", description: "The EIP-712 hash that was signed." }),
    signature: t.expose("signature", { type: "Bytes", description: "The operator's: 65 bytes r, s, v." }),
  }),
});

builder.objectField(OperatorRef, "profile", (t) =>
  t.field({
    type: OperatorProfileRef,
    nullable: true,
    description: "What it says of itself; null if it never did. Not what it registered on chain: see `metadataUri`.",
    resolve: ({ row }, _args, { loaders }) => loaders.profile.load(row.address),
  }),
);
