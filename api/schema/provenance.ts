import { builder } from "./builder.ts";

interface Provenance {
  readonly blockNumber: number;
  readonly blockHash: string;
  readonly blockTime: number;
  readonly transactionHash: string;
  readonly logIndex: number;
}

/** Where on the chain an event stands. */
export const ProvenanceRef = builder.objectRef<Provenance>("EventSource").implement({
  description: "Where on the chain an event stands.",
  fields: (t) => ({
    block: t.exposeInt("blockNumber", { description: "Block number." }),
    blockHash: t.expose("blockHash", { description: "Hash of the block.", type: "Hash" }),
    time: t.expose("blockTime", { type: "DateTime", description: "The block's time." }),
    transaction: t.expose("transactionHash", { description: "Hash of the transaction.", type: "Hash" }),
    logIndex: t.exposeInt("logIndex", { description: "Place of the event in its block." }),
  }),
});
