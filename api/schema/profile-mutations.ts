import { MAX_REVISION, setOperatorProfile } from "../profiles/set.ts";
import { builder } from "./builder.ts";
import { WRITE_FAILURES } from "./errors.ts";
import { OperatorProfileRef, SoftwareRoleEnum } from "./profile.ts";
import { isSigned, SignatureInput } from "./signature.ts";

const EndpointInput = builder.inputType("OperatorEndpointInput", {
  description: "Where a service is reached.",
  fields: (t) => ({
    service: t.string({ description: "Id of a registered service.", required: true }),
    region: t.string({ description: "One of the profile's regions.", required: true }),
    url: t.string({
      description: "https, http, wss or ws, without user and password; at most 300 visible ASCII characters.",
      required: true,
    }),
  }),
});

const SoftwareInput = builder.inputType("OperatorSoftwareInput", {
  description: "Client software of a node.",
  fields: (t) => ({
    role: t.field({ type: SoftwareRoleEnum, description: "What it does.", required: true }),
    name: t.string({ description: "1 to 64 visible ASCII characters, such as Geth.", required: true }),
    version: t.string({ description: "1 to 64 visible ASCII characters.", required: true }),
  }),
});

const NodeInput = builder.inputType("OperatorNodeInput", {
  description: "A node of a service in a region.",
  fields: (t) => ({
    id: t.string({
      description: "What its heartbeats call it: 1 to 63 of a-z, 0-9, dot, underscore and hyphen.",
      required: true,
    }),
    service: t.string({ description: "Id of a registered service.", required: true }),
    region: t.string({ description: "One of the profile's regions.", required: true }),
    priority: t.int({
      description: "0 to 65535, another for each node of a service in a region: the lowest serves while it lives.",
      required: true,
    }),
  }),
});

const ProfileInput = builder.inputType("OperatorProfileInput", {
  description: "What an operator says of itself. It is signed to the last blank, and stored as it is.",
  fields: (t) => ({
    name: t.string({ description: "1 to 100 characters.", required: true }),
    regions: t.stringList({ description: "At most 16.", required: true }),
    endpoints: t.field({ type: [EndpointInput], description: "At most 32.", required: true }),
    software: t.field({ type: [SoftwareInput], description: "At most 16.", required: true }),
    nodes: t.field({ type: [NodeInput], description: "At most 32.", required: true }),
  }),
});

const SetOperatorProfileInput = builder.inputType("SetOperatorProfileInput", {
  description: "A profile and its operator's signature.",
  fields: (t) => ({
    operator: t.field({ type: "Address", description: "Whose it is.", required: true }),
    revision: t.int({ description: `1 to ${MAX_REVISION}, higher than the last one's.`, required: true }),
    profile: t.field({
      type: ProfileInput,
      description: "All of it: nothing is left of the last one.",
      required: true,
    }),
    signature: t.field({
      type: SignatureInput,
      description: "The operator's own: neither a manager's nor an API key do.",
      required: true,
    }),
  }),
});

builder.mutationField("setOperatorProfile", (t) =>
  t.field({
    type: OperatorProfileRef,
    description:
      "Sets what an operator says of itself, in place of what it said before. Each signed message is taken once. Needs the operator's signature, and no API key. See docs/profiles.md.",
    // A signature is always there: it is an argument that must be given.
    access: { scope: "admin", unless: isSigned },
    args: { input: t.arg({ type: SetOperatorProfileInput, description: "What, and whose.", required: true }) },
    errors: { types: WRITE_FAILURES, union: { name: "SetOperatorProfileResult", description: "It, or why not." } },
    resolve: (_root, { input }, context) => setOperatorProfile(context, input),
  }),
);
