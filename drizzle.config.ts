import { defineConfig } from "drizzle-kit";

/** `npm run migrations` writes a new migration after a change of `api/db/schema.ts`. */
export default defineConfig({
  dialect: "postgresql",
  schema: [
    "./api/db/schema.ts",
    "./api/db/schema-violations.ts",
    "./api/db/schema-alerts.ts",
    "./api/db/schema-keeper.ts",
    "./api/db/schema-ranking.ts",
    "./api/db/schema-routing.ts",
    "./api/db/schema-profiles.ts",
  ],
  out: "./api/db/migrations",
  casing: "snake_case",
});
