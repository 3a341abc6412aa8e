CREATE SEQUENCE "din_api"."route_version" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1;--> statement-breakpoint
CREATE TABLE "din_api"."cell_day" (
	"operator" text NOT NULL,
	"at" bigint NOT NULL,
	"requests" bigint NOT NULL,
	"successes" bigint NOT NULL,
	"timeouts" bigint NOT NULL,
	"offered" bigint NOT NULL,
	"up_seconds" bigint NOT NULL,
	"down_seconds" bigint NOT NULL,
	"measured_seconds" bigint NOT NULL,
	"corroborated_seconds" bigint NOT NULL,
	"sketch" "bytea" NOT NULL,
	"scalar_successes" bigint,
	"min_p95_micros" bigint,
	"max_p95_micros" bigint,
	"min_p99_micros" bigint,
	"max_p99_micros" bigint,
	"service" text NOT NULL,
	"region" text NOT NULL,
	CONSTRAINT "cell_day_operator_at_service_region_pk" PRIMARY KEY("operator","at","service","region")
);
--> statement-breakpoint
CREATE TABLE "din_api"."cell_due" (
	"operator" text NOT NULL,
	"at" bigint NOT NULL,
	CONSTRAINT "cell_due_at_operator_pk" PRIMARY KEY("at","operator")
);
--> statement-breakpoint
CREATE TABLE "din_api"."cell_hour" (
	"operator" text NOT NULL,
	"at" bigint NOT NULL,
	"requests" bigint NOT NULL,
	"successes" bigint NOT NULL,
	"timeouts" bigint NOT NULL,
	"offered" bigint NOT NULL,
	"up_seconds" bigint NOT NULL,
	"down_seconds" bigint NOT NULL,
	"measured_seconds" bigint NOT NULL,
	"corroborated_seconds" bigint NOT NULL,
	"sketch" "bytea" NOT NULL,
	"scalar_successes" bigint,
	"min_p95_micros" bigint,
	"max_p95_micros" bigint,
	"min_p99_micros" bigint,
	"max_p99_micros" bigint,
	"service" text NOT NULL,
	"region" text NOT NULL,
	CONSTRAINT "cell_hour_operator_at_service_region_pk" PRIMARY KEY("operator","at","service","region")
);
--> statement-breakpoint
CREATE TABLE "din_api"."measured_standing" (
	"snapshot" bigint NOT NULL,
	"service" text NOT NULL,
	"region" text NOT NULL,
	"range" text NOT NULL,
	"operator" text NOT NULL,
	"requests" bigint NOT NULL,
	"success_ppm" integer,
	"p95_micros" bigint,
	"uptime_ppm" integer,
	"coverage_bps" integer NOT NULL,
	"confidence" text NOT NULL,
	CONSTRAINT "measured_standing_snapshot_service_region_range_operator_pk" PRIMARY KEY("snapshot","service","region","range","operator")
);
--> statement-breakpoint
CREATE TABLE "din_api"."reputation_checkpoint" (
	"operator" text NOT NULL,
	"at" bigint NOT NULL,
	"policy_version" integer NOT NULL,
	"value" integer NOT NULL,
	"components" jsonb NOT NULL,
	"rank" integer,
	"percentile_bps" integer,
	"ranked" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "reputation_checkpoint_operator_at_pk" PRIMARY KEY("operator","at")
);
--> statement-breakpoint
CREATE TABLE "din_api"."snapshot" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"at" bigint NOT NULL,
	"policy_version" integer NOT NULL,
	"operators" integer NOT NULL,
	"ranked" integer NOT NULL,
	"medians" jsonb NOT NULL,
	CONSTRAINT "snapshot_at_unique" UNIQUE("at")
);
--> statement-breakpoint
CREATE TABLE "din_api"."standing" (
	"snapshot" bigint NOT NULL,
	"operator" text NOT NULL,
	"status" text NOT NULL,
	"tier" text NOT NULL,
	"reputation" integer NOT NULL,
	"components" jsonb NOT NULL,
	"rank" integer,
	"percentile_bps" integer,
	"score" integer,
	"stake_value" numeric(78, 0) NOT NULL,
	"level" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "standing_snapshot_operator_pk" PRIMARY KEY("snapshot","operator")
);
--> statement-breakpoint
CREATE TABLE "din_api"."circuit" (
	"operator" text NOT NULL,
	"service" text NOT NULL,
	"region" text NOT NULL,
	"state" text NOT NULL,
	"since" bigint,
	"base" jsonb NOT NULL,
	"received" jsonb NOT NULL,
	"measured_until" bigint NOT NULL,
	CONSTRAINT "circuit_operator_service_region_pk" PRIMARY KEY("operator","service","region")
);
--> statement-breakpoint
CREATE TABLE "din_api"."circuit_override" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "din_api"."circuit_override_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"operator" text NOT NULL,
	"state" text,
	"reason" text NOT NULL,
	"set_by" text NOT NULL,
	"set_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "din_api"."route" (
	"service" text NOT NULL,
	"region" text NOT NULL,
	"operator" text NOT NULL,
	"weight" bigint NOT NULL,
	"excluded" text[] NOT NULL,
	"circuit" text NOT NULL,
	"circuit_since" bigint,
	"status" text NOT NULL,
	"tier" text NOT NULL,
	"score" integer,
	"confidence" text NOT NULL,
	"live_slash_bps" integer NOT NULL,
	"policy_version" integer NOT NULL,
	"next_due_at" bigint NOT NULL,
	CONSTRAINT "route_service_region_operator_pk" PRIMARY KEY("service","region","operator")
);
--> statement-breakpoint
CREATE TABLE "din_api"."route_dirty" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"operator" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "din_api"."route_table" (
	"service" text NOT NULL,
	"region" text NOT NULL,
	"version" bigint DEFAULT nextval('din_api.route_version') NOT NULL,
	"candidates" integer NOT NULL,
	"excluded" integer NOT NULL,
	CONSTRAINT "route_table_service_region_pk" PRIMARY KEY("service","region")
);
--> statement-breakpoint
CREATE TABLE "din_api"."router_state" (
	"id" integer PRIMARY KEY NOT NULL,
	"passed_at" bigint NOT NULL,
	"block" bigint
);
--> statement-breakpoint
CREATE TABLE "din_api"."failover" (
	"operator" text NOT NULL,
	"service" text NOT NULL,
	"region" text NOT NULL,
	"node" text,
	"first_node" text NOT NULL,
	"since" bigint NOT NULL,
	"next_due_at" bigint,
	CONSTRAINT "failover_operator_service_region_pk" PRIMARY KEY("operator","service","region")
);
--> statement-breakpoint
CREATE TABLE "din_api"."failover_watch" (
	"id" integer PRIMARY KEY NOT NULL,
	"looked_at" bigint NOT NULL,
	"since" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "din_api"."failover_event" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"operator" text NOT NULL,
	"service" text NOT NULL,
	"region" text NOT NULL,
	"from_node" text,
	"to_node" text,
	"at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "din_api"."operator_profile" (
	"operator" text NOT NULL,
	"revision" bigint NOT NULL,
	"profile" jsonb NOT NULL,
	"deadline" bigint NOT NULL,
	"digest" text NOT NULL,
	"signature" text NOT NULL,
	"set_at" bigint NOT NULL,
	CONSTRAINT "operator_profile_operator_revision_pk" PRIMARY KEY("operator","revision")
);
--> statement-breakpoint
CREATE TABLE "din_api"."operator_software" (
	"operator" text NOT NULL,
	"role" text NOT NULL,
	"name" text NOT NULL,
	"version" text NOT NULL,
	CONSTRAINT "operator_software_operator_role_name_version_pk" PRIMARY KEY("operator","role","name","version")
);
--> statement-breakpoint
ALTER TABLE "din_api"."heartbeat" DROP CONSTRAINT "heartbeat_operator_service_region_pk";--> statement-breakpoint
ALTER TABLE "din_api"."heartbeat" ADD COLUMN "node" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "din_api"."heartbeat" ADD COLUMN "since" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "din_api"."heartbeat" ADD CONSTRAINT "heartbeat_operator_service_region_node_pk" PRIMARY KEY("operator","service","region","node");--> statement-breakpoint
CREATE INDEX "cell_day_at" ON "din_api"."cell_day" USING btree ("at");--> statement-breakpoint
CREATE INDEX "cell_hour_at" ON "din_api"."cell_hour" USING btree ("at");--> statement-breakpoint
CREATE INDEX "standing_rank" ON "din_api"."standing" USING btree ("snapshot","rank");--> statement-breakpoint
CREATE INDEX "circuit_override_operator" ON "din_api"."circuit_override" USING btree ("operator","id");--> statement-breakpoint
CREATE INDEX "route_weight" ON "din_api"."route" USING btree ("service","region","weight" DESC NULLS LAST,"operator");--> statement-breakpoint
CREATE INDEX "route_operator" ON "din_api"."route" USING btree ("operator");--> statement-breakpoint
CREATE INDEX "route_due" ON "din_api"."route" USING btree ("next_due_at");--> statement-breakpoint
CREATE INDEX "route_slashed" ON "din_api"."route" USING btree ("operator") WHERE "din_api"."route"."live_slash_bps" > 0;--> statement-breakpoint
CREATE INDEX "failover_due" ON "din_api"."failover" USING btree ("next_due_at") WHERE "din_api"."failover"."next_due_at" is not null;--> statement-breakpoint
CREATE INDEX "failover_event_operator" ON "din_api"."failover_event" USING btree ("operator","at","id");--> statement-breakpoint
CREATE INDEX "operator_software_role" ON "din_api"."operator_software" USING btree ("role","name","version");--> statement-breakpoint
CREATE INDEX "violation_closed" ON "din_api"."violation" USING btree ("operator","closed_at","id") WHERE "din_api"."violation"."closed_at" is not null;--> statement-breakpoint
-- What was measured before is summed by service and region, too, as far as any range goes and samples are kept; with the last
-- hour of each day, as `noteCells` does. Days are those of production: in fast motion a month is over before it matters.
INSERT INTO "din_api"."cell_due" ("operator", "at")
SELECT m."operator", due."at" FROM "din_api"."metric_hour" AS m,
  LATERAL (VALUES (m."at"), (m."at" / 86400 * 86400 + 82800)) AS due ("at")
WHERE m."at" > extract(epoch from now())::bigint - 41 * 86400
ON CONFLICT DO NOTHING;--> statement-breakpoint
-- A database that takes another's place gives out no version that somebody may hold of that one: it begins with the milliseconds since 1970.
SELECT setval('"din_api"."route_version"', (extract(epoch from clock_timestamp()) * 1000)::bigint);
