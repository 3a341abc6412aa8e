/** Compiles documents that come again and again into functions, instead of walking them each time. */
import {
  type ASTNode,
  type DocumentNode,
  type ExecutionArgs,
  GraphQLError,
  type GraphQLSchema,
  getLocation,
  getOperationAST,
  getVariableValues,
  Kind,
  valueFromASTUntyped,
  visit,
} from "graphql";
import { type CompiledQuery, compileQuery, isCompiledQuery } from "graphql-jit";
import type { Plugin } from "graphql-yoga";

/** A document is compiled when it comes for this time: one that was written for the moment is not worth the while. */
const WORTH_IT = 3;

interface Known {
  times: number;
  /** By operation name; null for what cannot be compiled and is executed as ever. */
  readonly operations: Map<string, CompiledQuery | null>;
}

/**
 * Executes queries that have come before by a compiled function. Yoga keeps parsed documents and hands out the same
 * object again, which is what they are known by; one that falls out of its cache is forgotten here too.
 */
export function useCompiledQueries(): Plugin {
  const known = new WeakMap<DocumentNode, Known>();
  return {
    onExecute({ args, setExecuteFn }) {
      const { document } = args;
      const entry = known.get(document) ?? { times: 0, operations: new Map() };
      entry.times += 1;
      known.set(document, entry);
      if (entry.times < WORTH_IT) return;
      const compiled = compiledOf(entry, args);
      // Variables that cannot be read are refused as ever, with all their mistakes and codes.
      if (compiled === null || !areReadable(args)) return;
      setExecuteFn(async ({ rootValue, contextValue, variableValues }: ExecutionArgs) => {
        const result = await compiled.query(rootValue, contextValue, withDefaults(args, variableValues));
        if (!result.errors) return result;
        return { errors: result.errors.map((error) => wholeError(error, document)), data: result.data };
      });
    },
  };
}

function compiledOf(entry: Known, { schema, document, operationName }: ExecutionArgs): CompiledQuery | null {
  const name = operationName ?? "";
  const found = entry.operations.get(name);
  if (found !== undefined) return found;
  const compiled = compile(schema, document, operationName);
  entry.operations.set(name, compiled);
  return compiled;
}

function compile(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: ExecutionArgs["operationName"],
): CompiledQuery | null {
  if (getOperationAST(document, operationName)?.operation !== "query") return null;
  try {
    const compiled = compileQuery(schema, document, operationName ?? undefined);
    return isCompiledQuery(compiled) ? compiled : null;
  } catch {
    return null;
  }
}

function areReadable({ schema, document, operationName, variableValues }: ExecutionArgs): boolean {
  const definitions = getOperationAST(document, operationName)?.variableDefinitions ?? [];
  if (definitions.length === 0) return true;
  return getVariableValues(schema, definitions, variableValues ?? {}).errors === undefined;
}

/** graphql-jit misses a variable that may not be null and is left out, though it has a default. */
function withDefaults(
  { document, operationName }: ExecutionArgs,
  given: ExecutionArgs["variableValues"],
): Record<string, unknown> {
  const definitions = getOperationAST(document, operationName)?.variableDefinitions ?? [];
  const defaults = definitions.flatMap(({ variable, type, defaultValue }): [string, unknown][] =>
    type.kind === Kind.NON_NULL_TYPE && defaultValue !== undefined
      ? [[variable.name.value, valueFromASTUntyped(defaultValue)]]
      : [],
  );
  return { ...Object.fromEntries(defaults), ...given };
}

/** An error as execution by graphql-js makes it: graphql-jit's knows where its field is, but not the field. */
function wholeError({ message, path, originalError, locations }: GraphQLError, document: DocumentNode): GraphQLError {
  const nodes: ASTNode[] = [];
  visit(document, {
    Field(node) {
      if (node.loc === undefined) return;
      const { line, column } = getLocation(node.loc.source, node.loc.start);
      if (locations?.some((place) => place.line === line && place.column === column)) nodes.push(node);
    },
  });
  return new GraphQLError(message, { nodes, path, originalError });
}
