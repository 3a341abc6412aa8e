import type { OutputType } from "@pothos/core";
import { builder } from "./builder.ts";

type Types = typeof builder extends PothosSchemaTypes.SchemaBuilder<infer Extended> ? Extended : never;

/** The connection type of a noun, shared by all lists of it. */
export function connectionOf<Type extends OutputType<Types>>(type: Type, name: string) {
  return builder.connectionObject(
    { type, name: `${name}Connection`, description: "A page of a list." },
    { name: `${name}Edge`, description: "An item and its place in the list." },
  );
}
