CREATE TABLE "din_api"."dispute_draft" (
	"evidence_hash" text PRIMARY KEY NOT NULL,
	"slash_id" text NOT NULL,
	"incident_key" text NOT NULL,
	"operator" text NOT NULL,
	"findings" jsonb NOT NULL,
	"pack" text NOT NULL,
	"drafted_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "din_api"."keeper_report" (
	"id" text PRIMARY KEY NOT NULL,
	"at" bigint NOT NULL,
	"active" boolean NOT NULL,
	"active_at" bigint NOT NULL,
	"accounts" jsonb NOT NULL,
	"problems" jsonb NOT NULL,
	"reported_with" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "din_api"."keeper_switch" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"paused" boolean NOT NULL,
	"reason" text NOT NULL,
	"at" bigint NOT NULL,
	"by" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "din_api"."score_report" (
	"hash" text PRIMARY KEY NOT NULL,
	"operator" text NOT NULL,
	"score" integer NOT NULL,
	"window_start" bigint NOT NULL,
	"window_end" bigint NOT NULL,
	"formula_version" integer NOT NULL,
	"report" text NOT NULL,
	"sealed_at" bigint NOT NULL
);
--> statement-breakpoint
ALTER TABLE "din_api"."score_history" ADD COLUMN "value" integer GENERATED ALWAYS AS (((score ->> 'value')::integer)) STORED;--> statement-breakpoint
ALTER TABLE "din_api"."score_history" ADD COLUMN "coverage_bps" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
-- Latency is scored over the hour: its window says when the hour began.
UPDATE "din_api"."score_history" AS h SET "coverage_bps" = m."measured_seconds" * 10000 / (h."at" - m."at")
	FROM "din_api"."metric_hour" AS m
	WHERE m."operator" = h."operator" AND m."at" = (h."score" #>> '{components,1,window,start}')::bigint;--> statement-breakpoint
ALTER TABLE "din_api"."violation_slice" ADD COLUMN "settled" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX "dispute_draft_slash" ON "din_api"."dispute_draft" USING btree ("slash_id","incident_key","drafted_at");--> statement-breakpoint
CREATE INDEX "score_report_operator" ON "din_api"."score_report" USING btree ("operator","window_end");--> statement-breakpoint
CREATE INDEX "score_history_hours" ON "din_api"."score_history" USING btree ("operator","at","value","coverage_bps");--> statement-breakpoint
CREATE INDEX "violation_slice_assessed" ON "din_api"."violation_slice" USING btree ("assessed_at","incident_key");--> statement-breakpoint
CREATE INDEX "violation_slice_to_slash" ON "din_api"."violation_slice" USING btree ("assessed_at","incident_key") WHERE not "din_api"."violation_slice"."settled" and "din_api"."violation_slice"."bps" > 0 and "din_api"."violation_slice"."confidence" = 'HIGH';