/** What a question may carry in its variables. A body may be large for batches of samples alone, and those are mutations. */
import { type ExecutionArgs, getOperationAST, OperationTypeNode } from "graphql";

/** What the variables of a query or a subscription may hold. */
export interface VariableLimits {
  /** UTF-16 code units of all texts together. */
  readonly text: number;
  /** Values of one list. */
  readonly list: number;
}

/** Why they are too large; null if they are not, or belong to a mutation. */
export function variablesFault(
  { document, operationName, variableValues }: ExecutionArgs,
  { text, list }: VariableLimits,
): string | null {
  const operation = getOperationAST(document, operationName);
  if (!operation || operation.operation === OperationTypeNode.MUTATION) return null;
  let length = 0;
  // They may be nested as deep as a body is long.
  const left: unknown[] = [variableValues];
  while (left.length > 0) {
    const value = left.pop();
    if (typeof value === "string") length += value.length;
    if (length > text) return `The variables hold more than ${text} characters.`;
    if (typeof value !== "object" || value === null) continue;
    const values = Object.values(value);
    if (Array.isArray(value) && values.length > list) return `A list among the variables is longer than ${list}.`;
    for (const inner of values) left.push(inner);
  }
  return null;
}
