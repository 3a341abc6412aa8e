import { keccak256, stringToHex, zeroHash } from "viem";
import type { RoleChangeRow, RoleRow } from "../loaders/registry-history.ts";
import { builder } from "./builder.ts";
import { connectionOf } from "./connection.ts";
import { ProvenanceRef } from "./provenance.ts";

const ROLE_NAMES = ["GOVERNANCE", "SLASH_PROPOSER", "DISPUTE_RESOLVER", "PERFORMANCE_MONITOR", "PAUSER"] as const;
const NAME_OF_ROLE = new Map<string, string>([
  [zeroHash, "DEFAULT_ADMIN"],
  ...ROLE_NAMES.map((name): [string, string] => [keccak256(stringToHex(name)), name]),
]);

export const RoleHolderRef = builder.objectRef<RoleRow>("RoleHolder").implement({
  description: "An account that holds a role of the registry.",
  fields: (t) => ({
    role: t.expose("role", { type: "Hash", description: "keccak256 of the role's name; zero for the default admin." }),
    name: t.string({
      nullable: true,
      description: "Null for a role this API does not know.",
      resolve: ({ role }) => NAME_OF_ROLE.get(role),
    }),
    account: t.expose("account", { description: "Who holds it.", type: "Address" }),
    since: t.expose("updatedAt", { description: "When it was granted.", type: "DateTime" }),
  }),
});

export const RoleHolderConnectionRef = connectionOf(RoleHolderRef, "RoleHolder");

export const RoleChangeRef = builder.objectRef<RoleChangeRow>("RoleChange").implement({
  description: "A role granted or revoked.",
  fields: (t) => ({
    role: t.expose("role", { description: "keccak256 of the role's name; zero for the default admin.", type: "Hash" }),
    name: t.string({
      description: "Its name; null for a role this API does not know.",
      nullable: true,
      resolve: ({ role }) => NAME_OF_ROLE.get(role),
    }),
    account: t.expose("account", { description: "Who was given or lost it.", type: "Address" }),
    sender: t.expose("sender", { description: "Who granted or revoked it.", type: "Address" }),
    granted: t.exposeBoolean("granted", { description: "False when it was revoked." }),
    source: t.field({
      description: "Where on the chain the event stands.",
      type: ProvenanceRef,
      resolve: (change) => change,
    }),
  }),
});

export const RoleChangeConnectionRef = connectionOf(RoleChangeRef, "RoleChange");
