import { maxAliasesRule } from "@escape.tech/graphql-armor-max-aliases";
import { maxDepthRule } from "@escape.tech/graphql-armor-max-depth";
import { maxDirectivesRule } from "@escape.tech/graphql-armor-max-directives";
import { complexityFromQuery } from "@pothos/plugin-complexity";
import {
  type DocumentNode,
  type ExecutionArgs,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  getVariableValues,
  Kind,
  NoSchemaIntrospectionCustomRule,
  parse,
  TypeInfo,
  type ValidationContext,
  visit,
  visitWithTypeInfo,
} from "graphql";
import type { Plugin } from "graphql-yoga";
import { RequestError } from "../loaders/errors.ts";
import { type VariableLimits, variablesFault } from "./variables.ts";

/** What one request may ask for. Everything is refused before it is executed. */
export interface Limits {
  /** UTF-16 code units of the document. */
  readonly documentLength: number;
  readonly tokens: number;
  readonly depth: number;
  readonly aliases: number;
  readonly directives: number;
  /** Fields of the answer, by the page sizes asked for; see `complexity` of the fields. */
  readonly cost: number;
  readonly variables: VariableLimits;
}

/**
 * A page of 100 operators with everything the chain says of them costs about 6,600, one of 50 with all that was measured
 * of them as well 12,900; with a page of slashes under each, a page of 20 operators does. Depth 12 is an operator's
 * dispute through two connections with room to spare.
 */
export const LIMITS: Limits = {
  documentLength: 50_000,
  tokens: 2_000,
  depth: 12,
  aliases: 30,
  directives: 20,
  cost: 15_000,
  variables: { text: 50_000, list: 1_000 },
};

export function refusal(code: string, message: string, details: RequestError["details"] = {}): GraphQLError {
  return new GraphQLError(message, { extensions: { ...details, code, http: { status: 400 } } });
}

/** @throws GraphQLError DOCUMENT_TOO_LARGE */
export function assertLength(document: string, { documentLength }: Limits): void {
  // What came as a document may be no text at all; that is refused by others, in their words.
  if (document.length > documentLength) {
    throw refusal("DOCUMENT_TOO_LARGE", `The document is longer than ${documentLength} characters.`);
  }
}

/** Enforces the limits, and closes introspection if told to. */
export function useLimits(limits: Limits, introspection: boolean): Plugin {
  const rules = [
    maxDepthRule({ n: limits.depth, flattenFragments: true, ...reporting("DOCUMENT_TOO_DEEP") }),
    maxAliasesRule({ n: limits.aliases, ...reporting("TOO_MANY_ALIASES") }),
    maxDirectivesRule({ n: limits.directives, ...reporting("TOO_MANY_DIRECTIVES") }),
    ...(introspection ? [] : [NoSchemaIntrospectionCustomRule]),
  ];
  return {
    onParams({ params }) {
      if (params.query !== undefined) assertLength(params.query, limits);
    },
    onParse({ setParseFn }) {
      setParseFn((source, options) => parseBounded(source, { ...options, maxTokens: limits.tokens }));
    },
    onValidate({ addValidationRule }) {
      for (const rule of rules) addValidationRule(rule);
    },
    onExecute({ args, setResultAndStopExecution }) {
      const error = variablesRefusal(args, limits.variables) ?? costRefusal(args, limits.cost);
      if (error !== null) setResultAndStopExecution({ errors: [error] });
    },
    onSubscribe({ args, setResultAndStopExecution }) {
      const error = variablesRefusal(args, limits.variables) ?? costRefusal(args, limits.cost);
      if (error !== null) setResultAndStopExecution({ errors: [error] });
    },
  };
}

function variablesRefusal(args: ExecutionArgs, limits: VariableLimits): GraphQLError | null {
  const fault = variablesFault(args, limits);
  return fault === null ? null : refusal("VARIABLES_TOO_LARGE", fault);
}

/** Armor throws a plain syntax error; this reports one with our code instead. */
function reporting(code: string) {
  return {
    propagateOnRejection: false,
    onReject: [
      (context: ValidationContext | null, error: GraphQLError) => {
        context?.reportError(refusal(code, error.message.replace(/^Syntax Error: /, "")));
      },
    ],
  };
}

function parseBounded(source: Parameters<typeof parse>[0], options: Parameters<typeof parse>[1]): DocumentNode {
  try {
    return parse(source, options);
  } catch (error) {
    if (error instanceof GraphQLError && error.message.includes("tokens. Parsing aborted.")) {
      throw refusal("TOO_MANY_TOKENS", error.message.replace(/^Syntax Error: /, ""));
    }
    // The parser descends into values as deep as they go, and their tokens suffice to exhaust the stack.
    if (error instanceof RangeError) throw refusal("DOCUMENT_TOO_DEEP", "The document is nested too deeply.");
    throw error;
  }
}

/**
 * Why the operation may not be executed; null if it may, or if execution itself refuses it with all its errors before it
 * does anything: an operation or a kind of it that is not there, variables that cannot be read.
 */
function costRefusal(
  { schema, document, operationName, variableValues, contextValue }: ExecutionArgs,
  limit: number,
): GraphQLError | null {
  const operation = getOperationAST(document, operationName);
  if (!operation || !schema.getRootType(operation.operation)) return null;
  // A batch of samples takes long to read, and the cost of recording it is always the same.
  const dependent = costDependsOnVariables(schema, document);
  const variables = dependent ? (variableValues ?? {}) : {};
  const variableDefinitions = dependent ? (operation.variableDefinitions ?? []) : [];
  if (getVariableValues(schema, variableDefinitions, variables).errors) return null;
  const definitions = document.definitions.filter(({ kind }) => kind !== Kind.OPERATION_DEFINITION);
  try {
    const { complexity } = complexityFromQuery(
      { kind: Kind.DOCUMENT, definitions: [{ ...operation, variableDefinitions }, ...definitions] },
      {
        schema,
        variables,
        ...(typeof contextValue === "object" && contextValue !== null ? { ctx: contextValue } : {}),
      },
    );
    if (complexity <= limit) return null;
    return refusal(
      "COST_TOO_HIGH",
      `The document may cost ${complexity}, more than ${limit}: ask for smaller pages or fewer fields.`,
    );
  } catch (error) {
    // A page size out of range, or null for an argument that must not be. Execution would only fail that one field.
    if (error instanceof RequestError) return refusal(error.code, error.message, error.details);
    if (error instanceof GraphQLError) return refusal("INVALID_ARGUMENT", error.message);
    throw error;
  }
}

const dependence = new WeakMap<DocumentNode, boolean>();

/** Whether a field of the document costs what its arguments say: a page size, mostly. */
function costDependsOnVariables(schema: GraphQLSchema, document: DocumentNode): boolean {
  const known = dependence.get(document);
  if (known !== undefined) return known;
  let found = false;
  const types = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(types, {
      Field() {
        if (typeof types.getFieldDef()?.extensions.complexity === "function") found = true;
      },
    }),
  );
  dependence.set(document, found);
  return found;
}
