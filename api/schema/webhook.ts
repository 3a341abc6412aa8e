/** Where alerts are sent to. Whoever may not write alerts learns nothing of it: a URL may be a secret of its own. */
import type { Caller } from "../access/caller.ts";
import { NotFoundError } from "../domain/failure.ts";
import { loadTablePage } from "../loaders/table-list.ts";
import {
  type AttemptRow,
  type DeliveryRow,
  type DeliveryState,
  type WebhookRow,
  webhooks,
} from "../loaders/webhooks.ts";
import { redeliver, testWebhook } from "../webhooks/deliveries.ts";
import { MAX_ATTEMPTS } from "../webhooks/retry.ts";
import { messageIdOf } from "../webhooks/signature.ts";
import { createWebhook, deleteWebhook, findWebhook, MAX_WEBHOOKS, type Owner } from "../webhooks/webhooks.ts";
import { AlertKindEnum, AlertSeverityEnum } from "./alert.ts";
import { builder } from "./builder.ts";
import { connectionOf } from "./connection.ts";
import type { EnumValues } from "./enums.ts";
import { WRITE_FAILURES } from "./errors.ts";
import { pageCost } from "./lists.ts";

const DeliveryStateEnum = builder.enumType("WebhookDeliveryState", {
  description: "Where a delivery stands.",
  values: {
    WAITING: { value: "WAITING", description: "It is being sent, or will be sent (again)." },
    DELIVERED: { value: "DELIVERED", description: "The receiver took it." },
    DEAD: { value: "DEAD", description: "It is not sent any more, unless by `redeliverWebhook`." },
    DROPPED: { value: "DROPPED", description: "The webhook was deleted while it waited." },
  } satisfies EnumValues<DeliveryState>,
});

const AttemptRef = builder.objectRef<AttemptRow>("WebhookAttempt").implement({
  description: "What came of an attempt to deliver.",
  fields: (t) => ({
    attempt: t.exposeInt("attempt", { description: "The how many-th it was, from 1." }),
    at: t.expose("at", { type: "DateTime", description: "When it ended." }),
    status: t.exposeInt("status", { nullable: true, description: "Of HTTP; null if there was no whole answer." }),
    error: t.exposeString("error", { nullable: true, description: "In short; null if it was taken." }),
    durationMs: t.exposeInt("durationMs", { description: "How long it took, milliseconds." }),
  }),
});

const AttemptConnectionRef = connectionOf(AttemptRef, "WebhookAttempt");

const DeliveryRef = builder.objectRef<DeliveryRow>("WebhookDelivery").implement({
  description: "A message on its way to a webhook: an alert event, or a test.",
  fields: (t) => ({
    deliveryId: t.id({ description: "Its number.", resolve: ({ id }) => String(id) }),
    webhookId: t.exposeString("webhookId", { description: "Where it goes." }),
    messageId: t.string({
      description: "The header `webhook-id`, the same at every attempt.",
      resolve: ({ id }) => messageIdOf(String(id)),
    }),
    eventId: t.id({
      nullable: true,
      description: "Of the alert event; null for a test.",
      resolve: ({ alertEventId }) => (alertEventId === null ? null : String(alertEventId)),
    }),
    state: t.expose("state", { type: DeliveryStateEnum, description: "Where it stands." }),
    attemptCount: t.exposeInt("attempts", {
      description: `Attempts begun since it was queued last. After ${MAX_ATTEMPTS} it is DEAD.`,
    }),
    nextAttemptAt: t.field({
      type: "DateTime",
      nullable: true,
      description:
        "When it is sent next; while it is being sent, when it is taken for lost. Null unless it is WAITING.",
      resolve: ({ state, nextAttemptAt, createdAt }) =>
        state === "WAITING" ? Math.max(nextAttemptAt / 1_000, createdAt) : null,
    }),
    createdAt: t.expose("createdAt", { type: "DateTime", description: "When it was first queued." }),
    deliveredAt: t.expose("deliveredAt", {
      type: "DateTime",
      nullable: true,
      description: "Null unless it is DELIVERED.",
    }),
    attempts: t.connection(
      {
        type: AttemptRef,
        description: "What came of each attempt, the latest first.",
        complexity: pageCost,
        resolve: ({ id }, args, { loaders }) =>
          loaders.webhookAttempts.load({ parent: String(id), args, filter: null }),
      },
      AttemptConnectionRef,
    ),
  }),
});

const DeliveryConnectionRef = connectionOf(DeliveryRef, "WebhookDelivery");

const DeliveryFilterInput = builder.inputType("WebhookDeliveryFilter", {
  description: "All that are given must hold.",
  fields: (t) => ({
    state: t.field({ type: [DeliveryStateEnum], description: "Any of these; DEAD for the dead letters." }),
  }),
});

const WebhookRef = builder.objectRef<WebhookRow>("Webhook").implement({
  description: "Where alert events are sent to, signed as Standard Webhooks has it.",
  fields: (t) => ({
    webhookId: t.exposeString("id", { description: "What it is known by." }),
    url: t.exposeString("url", { description: "Where it sends to." }),
    description: t.exposeString("description", { description: "What it is for." }),
    kinds: t.expose("kinds", { type: [AlertKindEnum], nullable: true, description: "Only these; null for all." }),
    severities: t.expose("severities", {
      type: [AlertSeverityEnum],
      nullable: true,
      description: "Only these; null for all.",
    }),
    operatorAddress: t.expose("operator", {
      type: "Address",
      nullable: true,
      description: "Only alerts of this operator; null for all.",
    }),
    createdBy: t.exposeString("createdBy", { description: "The key that created it." }),
    createdAt: t.expose("createdAt", { type: "DateTime", description: "When it was created." }),
    deletedAt: t.expose("deletedAt", {
      type: "DateTime",
      nullable: true,
      description: "When it was deleted; null while it sends.",
    }),
    deliveries: t.connection(
      {
        type: DeliveryRef,
        description: "What was and will be sent, the newest first; kept for 30 days.",
        args: { filter: t.arg({ description: "Which ones; default: all.", type: DeliveryFilterInput }) },
        complexity: pageCost,
        resolve: ({ id }, { filter, ...args }, { loaders }) =>
          loaders.webhookDeliveries.load({ parent: id, args, filter: { states: filter?.state ?? undefined } }),
      },
      DeliveryConnectionRef,
    ),
  }),
});

const WebhookConnectionRef = connectionOf(WebhookRef, "Webhook");

const CreatedWebhookRef = builder
  .objectRef<{ readonly secret: string; readonly webhook: WebhookRow }>("CreatedWebhook")
  .implement({
    description: "A new webhook with its secret, told for the only time.",
    fields: (t) => ({
      secret: t.exposeString("secret", {
        description: "`whsec_` and base64: what messages are signed with. Keep it: it is not shown again.",
      }),
      webhook: t.expose("webhook", { description: "The webhook.", type: WebhookRef }),
    }),
  });

const CreateWebhookInput = builder.inputType("CreateWebhookInput", {
  description: "A webhook to be created.",
  fields: (t) => ({
    url: t.string({ description: "https, on the public internet, without user and fragment.", required: true }),
    description: t.string({
      description: "What it is for, at most 200 characters.",
      required: true,
      defaultValue: "",
    }),
    kinds: t.field({ description: "Only these. Default: all.", type: [AlertKindEnum] }),
    severities: t.field({ description: "Only these. Default: all.", type: [AlertSeverityEnum] }),
    operator: t.field({ description: "Only alerts of this operator. Default: of all, and of none.", type: "Address" }),
  }),
});

const ACCESS = { scope: "alerts:write" } as const;
const NEEDS = "Needs the scope ALERTS_WRITE; with ADMIN beside it, those of all keys are meant.";

function ownerOf(caller: Caller | null): Owner {
  return { keyId: caller?.keyId ?? "", all: caller?.scopes.includes("admin") ?? false };
}

builder.queryFields((t) => ({
  webhooks: t.connection(
    {
      type: WebhookRef,
      description: `Webhooks of this key, by id. ${NEEDS}`,
      access: ACCESS,
      args: {
        deleted: t.arg.boolean({
          description: "Those that were deleted, instead of those that send.",
          required: true,
          defaultValue: false,
        }),
      },
      complexity: pageCost,
      resolve: (_root, { deleted, ...args }, { db, caller }) => {
        const owner = ownerOf(caller);
        const filter = { createdBy: owner.all ? undefined : owner.keyId, deleted };
        return loadTablePage(db, webhooks, args, filter, "ASC");
      },
    },
    WebhookConnectionRef,
  ),
  webhook: t.field({
    type: WebhookRef,
    description: `A webhook of this key, deleted or not. ${NEEDS}`,
    access: ACCESS,
    args: { id: t.arg.string({ description: "Its `webhookId`.", required: true }) },
    errors: { types: [NotFoundError], union: { name: "WebhookResult", description: "The webhook, or why not." } },
    resolve: (_root, { id }, { pool, caller }) => findWebhook(pool, id, ownerOf(caller)),
  }),
}));

builder.mutationFields((t) => ({
  createWebhook: t.field({
    type: CreatedWebhookRef,
    description: `Creates a webhook; a key may have ${MAX_WEBHOOKS}. Needs the scope ALERTS_WRITE.`,
    access: ACCESS,
    args: { input: t.arg({ description: "The webhook.", type: CreateWebhookInput, required: true }) },
    errors: { types: WRITE_FAILURES, union: { name: "CreateWebhookResult", description: "The webhook, or why not." } },
    resolve: (_root, { input }, context) => {
      const { pool, caller, webhookTargets, now } = context;
      const { kinds = null, severities = null, operator = null } = input;
      return createWebhook(pool, { ...input, kinds, severities, operator }, ownerOf(caller), webhookTargets, now);
    },
  }),
  deleteWebhook: t.field({
    type: WebhookRef,
    description: `Ends a webhook and drops what waits for it; again changes nothing. ${NEEDS}`,
    access: ACCESS,
    args: { id: t.arg.string({ description: "Its `webhookId`.", required: true }) },
    errors: { types: WRITE_FAILURES, union: { name: "DeleteWebhookResult", description: "It, or why not." } },
    resolve: (_root, { id }, { pool, caller, now }) => deleteWebhook(pool, id, ownerOf(caller), now),
  }),
  testWebhook: t.field({
    type: DeliveryRef,
    description: `Sends a message of the type \`webhook.test\`: see what becomes of it. ${NEEDS}`,
    access: ACCESS,
    args: { id: t.arg.string({ description: "The webhook's `webhookId`.", required: true }) },
    errors: { types: WRITE_FAILURES, union: { name: "TestWebhookResult", description: "The delivery, or why not." } },
    resolve: (_root, { id }, { pool, caller, now }) => testWebhook(pool, id, ownerOf(caller), now),
  }),
  redeliverWebhook: t.field({
    type: DeliveryRef,
    description: `Sends a delivery that is DEAD or DELIVERED again, with the same \`webhook-id\`; one that waits goes on waiting. ${NEEDS}`,
    access: ACCESS,
    args: { deliveryId: t.arg.id({ description: "The delivery's `deliveryId`.", required: true }) },
    errors: {
      types: WRITE_FAILURES,
      union: { name: "RedeliverWebhookResult", description: "The delivery, or why not." },
    },
    resolve: (_root, { deliveryId }, { pool, caller }) => redeliver(pool, deliveryId, ownerOf(caller)),
  }),
}));
