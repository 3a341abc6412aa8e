CREATE SCHEMA IF NOT EXISTS "din_api";
--> statement-breakpoint
CREATE TABLE "din_api"."dirty_operator" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"operator" text NOT NULL,
	"reason" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "din_api"."follower_state" (
	"registry" text PRIMARY KEY NOT NULL,
	"final_event_id" text NOT NULL,
	"checkpoint" text NOT NULL,
	"inputs_digest" text NOT NULL,
	"passed_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "din_api"."operator_sort" (
	"address" text PRIMARY KEY NOT NULL,
	"registered_at" bigint NOT NULL,
	"stake_value" numeric(78, 0) NOT NULL,
	"tier" text NOT NULL,
	"status" text NOT NULL,
	"score" integer,
	"slashed_value" numeric(78, 0) NOT NULL,
	"search_text" text NOT NULL,
	"policy_version" integer NOT NULL,
	"source_event_id" text NOT NULL,
	"next_due_at" bigint,
	"computed_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "din_api"."outbox" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"finality" text NOT NULL,
	"event_id" text NOT NULL,
	"block_hash" text NOT NULL,
	"block_number" bigint NOT NULL,
	"operator" text,
	"payload" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "din_api"."pending_event" (
	"event_id" text NOT NULL,
	"block_hash" text NOT NULL,
	"block_number" bigint NOT NULL,
	"operator" text,
	"payload" jsonb NOT NULL,
	"missing_at_checkpoint" text,
	CONSTRAINT "pending_event_event_id_block_hash_pk" PRIMARY KEY("event_id","block_hash")
);
--> statement-breakpoint
CREATE INDEX "dirty_operator_operator" ON "din_api"."dirty_operator" USING btree ("operator");--> statement-breakpoint
CREATE INDEX "operator_sort_stake" ON "din_api"."operator_sort" USING btree ("stake_value","address");--> statement-breakpoint
CREATE INDEX "operator_sort_registered" ON "din_api"."operator_sort" USING btree ("registered_at","address");--> statement-breakpoint
CREATE INDEX "operator_sort_score" ON "din_api"."operator_sort" USING btree (coalesce("score", -1),"address");--> statement-breakpoint
CREATE INDEX "operator_sort_slashed" ON "din_api"."operator_sort" USING btree ("slashed_value","address");--> statement-breakpoint
CREATE INDEX "operator_sort_status" ON "din_api"."operator_sort" USING btree ("status","stake_value","address");--> statement-breakpoint
CREATE INDEX "operator_sort_tier" ON "din_api"."operator_sort" USING btree ("tier","stake_value","address");--> statement-breakpoint
CREATE INDEX "operator_sort_due" ON "din_api"."operator_sort" USING btree ("next_due_at") WHERE "din_api"."operator_sort"."next_due_at" is not null;--> statement-breakpoint
CREATE INDEX "outbox_operator" ON "din_api"."outbox" USING btree ("operator","id");--> statement-breakpoint
CREATE INDEX "outbox_event" ON "din_api"."outbox" USING btree ("event_id");--> statement-breakpoint
CREATE INDEX "pending_event_block" ON "din_api"."pending_event" USING btree ("block_number");