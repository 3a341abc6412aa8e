/**
 * Who may use a field. Every mutation must say it: TypeScript asks for `access`, building the schema fails without it,
 * and the resolver runs only for those it names. Listed after the errors plugin, so that a refusal is a result.
 */
import SchemaBuilder, {
  BasePlugin,
  type FieldNullability,
  type InputFieldMap,
  type PothosOutputFieldConfig,
  type SchemaTypes,
  type TypeParam,
} from "@pothos/core";
import type { GraphQLFieldResolver } from "graphql";
import { type Caller, type Scope, UnauthenticatedError } from "../access/caller.ts";
import { ForbiddenError } from "../domain/failure.ts";

export interface Access {
  /** The scope that a key must have. */
  readonly scope: Scope;
  /** Arguments with which no key is needed, because they carry an authority of their own that the resolver checks. */
  readonly unless?: (args: Readonly<Record<string, unknown>>) => boolean;
}

declare global {
  export namespace PothosSchemaTypes {
    export interface Plugins<Types extends SchemaTypes> {
      access: AccessPlugin<Types>;
    }
    export interface MutationFieldOptions<
      Types extends SchemaTypes,
      Type extends TypeParam<Types>,
      Nullable extends FieldNullability<Type>,
      Args extends InputFieldMap,
      ResolveReturnShape,
    > {
      access: Access;
    }
    export interface QueryFieldOptions<
      Types extends SchemaTypes,
      Type extends TypeParam<Types>,
      Nullable extends FieldNullability<Type>,
      Args extends InputFieldMap,
      ResolveReturnShape,
    > {
      access?: Access;
    }
  }
}

type Resolver<Types extends SchemaTypes> = GraphQLFieldResolver<unknown, Types["Context"], object>;

class AccessPlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  override onOutputFieldConfig(field: PothosOutputFieldConfig<Types>): PothosOutputFieldConfig<Types> {
    if (field.kind === "Mutation" && field.pothosOptions.access === undefined) {
      throw new Error(`The mutation ${field.name} does not say who may use it: give it \`access\`.`);
    }
    return field;
  }

  override wrapResolve(resolve: Resolver<Types>, field: PothosOutputFieldConfig<Types>): Resolver<Types> {
    if (field.kind !== "Mutation" && field.kind !== "Query") return resolve;
    const { access } = field.pothosOptions;
    if (access === undefined) return resolve;
    return (parent, args, context, info) => {
      if (access.unless === undefined || !access.unless({ ...args }))
        assertScope(hasCaller(context) ? context.caller : null, access.scope);
      return resolve(parent, args, context, info);
    };
  }
}

/** A plugin's types leave the context open. */
function hasCaller(context: object): context is { readonly caller: Caller | null } {
  return "caller" in context;
}

function assertScope(caller: Caller | null, scope: Scope): void {
  if (caller === null) {
    throw new UnauthenticatedError(`This needs an API key with the scope ${scope}: Authorization: Bearer din_….`);
  }
  if (caller.scopes.includes(scope)) return;
  throw new ForbiddenError({ code: "FORBIDDEN", message: `This API key does not have the scope ${scope}.` });
}

SchemaBuilder.registerPlugin("access", AccessPlugin);

export const ACCESS_PLUGIN = "access";
