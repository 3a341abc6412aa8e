/** The same tables. */
export * from "../../../indexer/ponder.schema.ts";
