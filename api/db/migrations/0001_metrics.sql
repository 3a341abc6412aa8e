-- Written by drizzle-kit, then changed by hand: the metric tables are partitioned by time (partitions.ts makes and drops
-- the partitions), and their keys compare by bytes, which is several times faster than by language.
CREATE TABLE "din_api"."api_key" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"hash" "bytea" NOT NULL,
	"scopes" text[] NOT NULL,
	"reporter" text,
	"created_by" text,
	"created_at" bigint NOT NULL,
	"revoked_at" bigint,
	"last_used_at" bigint
);
--> statement-breakpoint
CREATE TABLE "din_api"."heartbeat" (
	"operator" text NOT NULL,
	"service" text NOT NULL,
	"region" text NOT NULL,
	"version" text,
	"at" bigint NOT NULL,
	CONSTRAINT "heartbeat_operator_service_region_pk" PRIMARY KEY("operator","service","region")
);
--> statement-breakpoint
CREATE TABLE "din_api"."metric_day" (
	"operator" text COLLATE "C" NOT NULL,
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
	CONSTRAINT "metric_day_operator_at_pk" PRIMARY KEY("operator","at")
) PARTITION BY RANGE ("at");
--> statement-breakpoint
CREATE TABLE "din_api"."metric_dirty" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"operator" text COLLATE "C" NOT NULL,
	"intervals" bigint[] NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "din_api"."metric_hour" (
	"operator" text COLLATE "C" NOT NULL,
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
	CONSTRAINT "metric_hour_operator_at_pk" PRIMARY KEY("operator","at")
) PARTITION BY RANGE ("at");
--> statement-breakpoint
CREATE TABLE "din_api"."metric_minute" (
	"operator" text COLLATE "C" NOT NULL,
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
	"dissenters" text[],
	CONSTRAINT "metric_minute_operator_at_pk" PRIMARY KEY("operator","at")
) PARTITION BY RANGE ("at");
--> statement-breakpoint
CREATE TABLE "din_api"."metric_sample" (
	"operator" text COLLATE "C" NOT NULL,
	"at" bigint NOT NULL,
	"service" text COLLATE "C" NOT NULL,
	"region" text COLLATE "C" NOT NULL,
	"reporter" text COLLATE "C" NOT NULL,
	"revision" integer NOT NULL,
	"requests" bigint NOT NULL,
	"successes" bigint NOT NULL,
	"timeouts" bigint NOT NULL,
	"up_seconds" integer NOT NULL,
	"down_seconds" integer NOT NULL,
	"sketch" "bytea",
	"p95_micros" bigint,
	"p99_micros" bigint,
	"weight" integer NOT NULL,
	"received_at" bigint NOT NULL,
	CONSTRAINT "metric_sample_operator_at_service_region_reporter_revision_pk" PRIMARY KEY("operator","at","service","region","reporter","revision")
) PARTITION BY RANGE ("at");
--> statement-breakpoint
CREATE TABLE "din_api"."network_snapshot" (
	"at" bigint PRIMARY KEY NOT NULL,
	"operators" integer NOT NULL,
	"active_operators" integer NOT NULL,
	"slashed_operators" integer NOT NULL,
	"active_stake" numeric(78, 0) NOT NULL,
	"slashed_value" numeric(78, 0) NOT NULL,
	"average_score" integer
);
--> statement-breakpoint
CREATE TABLE "din_api"."operator_evaluation" (
	"operator" text PRIMARY KEY NOT NULL,
	"window_end" bigint NOT NULL,
	"policy_version" integer NOT NULL,
	"windows" jsonb NOT NULL,
	"score" jsonb NOT NULL,
	"measured_until" bigint NOT NULL,
	"judgement" jsonb NOT NULL,
	"disagreeing" text[] NOT NULL,
	"next_due_at" bigint,
	"evaluated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "din_api"."reporter" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"address" text,
	"weight" integer NOT NULL,
	"created_at" bigint NOT NULL,
	"updated_at" bigint NOT NULL,
	CONSTRAINT "reporter_address_unique" UNIQUE("address")
);
--> statement-breakpoint
CREATE TABLE "din_api"."score_history" (
	"operator" text NOT NULL,
	"at" bigint NOT NULL,
	"policy_version" integer NOT NULL,
	"score" jsonb NOT NULL,
	CONSTRAINT "score_history_operator_at_pk" PRIMARY KEY("operator","at")
);
--> statement-breakpoint
CREATE TABLE "din_api"."service" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "din_api"."signed_batch" (
	"reporter" text NOT NULL,
	"digest" "bytea" NOT NULL,
	"deadline" bigint NOT NULL,
	CONSTRAINT "signed_batch_reporter_digest_pk" PRIMARY KEY("reporter","digest")
);
--> statement-breakpoint
CREATE INDEX "metric_dirty_operator" ON "din_api"."metric_dirty" USING btree ("operator");--> statement-breakpoint
CREATE INDEX "operator_evaluation_due" ON "din_api"."operator_evaluation" USING btree ("next_due_at") WHERE "din_api"."operator_evaluation"."next_due_at" is not null;--> statement-breakpoint
CREATE INDEX "signed_batch_deadline" ON "din_api"."signed_batch" USING btree ("deadline");