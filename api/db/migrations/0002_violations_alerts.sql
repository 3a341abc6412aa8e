CREATE SEQUENCE "din_api"."operator_version" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1;--> statement-breakpoint
CREATE TABLE "din_api"."operator_removal" (
	"address" text PRIMARY KEY NOT NULL,
	"version" bigint DEFAULT nextval('din_api.operator_version') NOT NULL
);
--> statement-breakpoint
CREATE TABLE "din_api"."charged_interval" (
	"operator" text NOT NULL,
	"charge" text NOT NULL,
	"at" bigint NOT NULL,
	"figures" jsonb NOT NULL,
	"violation_id" text,
	CONSTRAINT "charged_interval_operator_charge_at_pk" PRIMARY KEY("operator","charge","at")
);
--> statement-breakpoint
CREATE TABLE "din_api"."incident" (
	"id" text PRIMARY KEY NOT NULL,
	"operator" text NOT NULL,
	"type" text NOT NULL,
	"start_at" bigint NOT NULL,
	"end_at" bigint NOT NULL,
	"summary" text NOT NULL,
	"evidence_hash" text NOT NULL,
	"evidence_uri" text NOT NULL,
	"reporter" text NOT NULL,
	"reported_at" bigint NOT NULL,
	"reported_with" text NOT NULL,
	"confirmed_by" text,
	"confirmed_at" bigint,
	"confirmation_hash" text,
	"confirmation_uri" text,
	"confirmed_with" text,
	"violation_id" text
);
--> statement-breakpoint
CREATE TABLE "din_api"."maintenance" (
	"id" text PRIMARY KEY NOT NULL,
	"operator" text NOT NULL,
	"start_at" bigint NOT NULL,
	"end_at" bigint NOT NULL,
	"reason" text NOT NULL,
	"announced_at" bigint NOT NULL,
	"announced_by" text,
	"cancelled_at" bigint,
	"also_signed" text[] DEFAULT '{}' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "din_api"."violation" (
	"id" text PRIMARY KEY NOT NULL,
	"operator" text NOT NULL,
	"type" text NOT NULL,
	"charge" text,
	"started_at" bigint NOT NULL,
	"opened_at" bigint NOT NULL,
	"closed_at" bigint,
	"tier" text NOT NULL,
	"policy_version" integer NOT NULL,
	"incident_id" text
);
--> statement-breakpoint
CREATE TABLE "din_api"."violation_slice" (
	"violation_id" text NOT NULL,
	"slice" integer NOT NULL,
	"operator" text NOT NULL,
	"start_at" bigint NOT NULL,
	"end_at" bigint NOT NULL,
	"final" boolean NOT NULL,
	"charged" integer NOT NULL,
	"charged_bps" integer NOT NULL,
	"bps" integer NOT NULL,
	"severity" text NOT NULL,
	"confidence" text NOT NULL,
	"stake_value" numeric(78, 0) NOT NULL,
	"amount" numeric(78, 0) NOT NULL,
	"incident_key" text NOT NULL,
	"evidence_hash" text NOT NULL,
	"dossier" text NOT NULL,
	"assessed_at" bigint NOT NULL,
	CONSTRAINT "violation_slice_violation_id_slice_pk" PRIMARY KEY("violation_id","slice"),
	CONSTRAINT "violation_slice_incidentKey_unique" UNIQUE("incident_key"),
	CONSTRAINT "violation_slice_evidenceHash_unique" UNIQUE("evidence_hash")
);
--> statement-breakpoint
CREATE TABLE "din_api"."alert" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"correlation_id" text NOT NULL,
	"kind" text NOT NULL,
	"severity" text NOT NULL,
	"state" text NOT NULL,
	"finality" text,
	"operator" text,
	"subject" text,
	"message" text NOT NULL,
	"details" jsonb NOT NULL,
	"opened_at" bigint NOT NULL,
	"fired_at" bigint,
	"changed_at" bigint NOT NULL,
	"acknowledged_at" bigint,
	"acknowledged_by" text,
	"note" text,
	"closed_at" bigint,
	"closed_by" text
);
--> statement-breakpoint
CREATE TABLE "din_api"."alert_event" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"alert_id" bigint NOT NULL,
	"type" text NOT NULL,
	"at" bigint NOT NULL,
	"silenced" boolean NOT NULL,
	"alert" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "din_api"."silence" (
	"id" text PRIMARY KEY NOT NULL,
	"operator" text,
	"kind" text,
	"start_at" bigint NOT NULL,
	"end_at" bigint NOT NULL,
	"reason" text NOT NULL,
	"created_by" text NOT NULL,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "din_api"."webhook" (
	"id" text PRIMARY KEY NOT NULL,
	"url" text NOT NULL,
	"description" text NOT NULL,
	"secret" "bytea" NOT NULL,
	"kinds" text[],
	"severities" text[],
	"operator" text,
	"created_by" text NOT NULL,
	"created_at" bigint NOT NULL,
	"deleted_at" bigint
);
--> statement-breakpoint
CREATE TABLE "din_api"."webhook_attempt" (
	"delivery_id" bigint NOT NULL,
	"attempt" integer NOT NULL,
	"at" bigint NOT NULL,
	"status" integer,
	"error" text,
	"duration_ms" integer NOT NULL,
	CONSTRAINT "webhook_attempt_delivery_id_attempt_pk" PRIMARY KEY("delivery_id","attempt")
);
--> statement-breakpoint
CREATE TABLE "din_api"."webhook_delivery" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"webhook_id" text NOT NULL,
	"alert_event_id" bigint,
	"state" text NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" bigint NOT NULL,
	"created_at" bigint NOT NULL,
	"delivered_at" bigint
);
--> statement-breakpoint
ALTER TABLE "din_api"."metric_minute" ADD COLUMN "outage" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "din_api"."metric_minute" ADD COLUMN "at_close" jsonb;--> statement-breakpoint
ALTER TABLE "din_api"."operator_evaluation" ADD COLUMN "watch" jsonb DEFAULT '{"told":[],"scores":[]}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "din_api"."operator_sort" ADD COLUMN "version" bigint DEFAULT nextval('din_api.operator_version') NOT NULL;--> statement-breakpoint
CREATE INDEX "operator_removal_version" ON "din_api"."operator_removal" USING btree ("version");--> statement-breakpoint
CREATE INDEX "charged_interval_violation" ON "din_api"."charged_interval" USING btree ("violation_id","at");--> statement-breakpoint
CREATE INDEX "incident_operator" ON "din_api"."incident" USING btree ("operator","reported_at","id");--> statement-breakpoint
CREATE INDEX "incident_reported" ON "din_api"."incident" USING btree ("reported_at","id");--> statement-breakpoint
CREATE INDEX "maintenance_operator" ON "din_api"."maintenance" USING btree ("operator","end_at");--> statement-breakpoint
CREATE INDEX "violation_operator" ON "din_api"."violation" USING btree ("operator","opened_at","id");--> statement-breakpoint
CREATE INDEX "violation_opened" ON "din_api"."violation" USING btree ("opened_at","id");--> statement-breakpoint
CREATE INDEX "violation_open" ON "din_api"."violation" USING btree ("operator") WHERE "din_api"."violation"."closed_at" is null;--> statement-breakpoint
CREATE INDEX "violation_slice_operator" ON "din_api"."violation_slice" USING btree ("operator","assessed_at");--> statement-breakpoint
CREATE INDEX "alert_correlation" ON "din_api"."alert" USING btree ("correlation_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "alert_open" ON "din_api"."alert" USING btree ("correlation_id") WHERE "din_api"."alert"."closed_at" is null;--> statement-breakpoint
CREATE INDEX "alert_operator" ON "din_api"."alert" USING btree ("operator","id");--> statement-breakpoint
CREATE INDEX "alert_kind" ON "din_api"."alert" USING btree ("kind","id");--> statement-breakpoint
CREATE INDEX "alert_kind_open" ON "din_api"."alert" USING btree ("kind","changed_at") WHERE "din_api"."alert"."closed_at" is null;--> statement-breakpoint
CREATE INDEX "alert_event_alert" ON "din_api"."alert_event" USING btree ("alert_id","id");--> statement-breakpoint
CREATE INDEX "alert_event_kind" ON "din_api"."alert_event" USING btree (("alert"->>'kind'),"id");--> statement-breakpoint
CREATE INDEX "silence_end" ON "din_api"."silence" USING btree ("end_at");--> statement-breakpoint
CREATE INDEX "webhook_delivery_due" ON "din_api"."webhook_delivery" USING btree ("webhook_id","next_attempt_at","id") WHERE "din_api"."webhook_delivery"."state" = 'WAITING';--> statement-breakpoint
CREATE INDEX "webhook_delivery_webhook" ON "din_api"."webhook_delivery" USING btree ("webhook_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "webhook_delivery_once" ON "din_api"."webhook_delivery" USING btree ("webhook_id","alert_event_id");--> statement-breakpoint
CREATE INDEX "metric_minute_at_close" ON "din_api"."metric_minute" USING btree ("operator","at") WHERE "din_api"."metric_minute"."at_close" is not null;--> statement-breakpoint
CREATE INDEX "operator_sort_version" ON "din_api"."operator_sort" USING btree ("version");