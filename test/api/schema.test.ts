import { isInputObjectType, isInterfaceType, isObjectType, isSpecifiedScalarType } from "graphql";
import { describe, expect, test } from "vitest";
import { createSchema } from "../../api/schema/index.ts";

interface Described {
  readonly name: string;
  readonly description?: string | null | undefined;
}

/** Everything of the schema that a reader of it meets, by the path it is met at. */
function everything(): [string, Described][] {
  const types = Object.values(createSchema().getTypeMap()).filter(
    (type) => !type.name.startsWith("__") && !isSpecifiedScalarType(type),
  );
  return types.flatMap((type): [string, Described][] => {
    const parts: [string, Described][] = [[type.name, type]];
    if (isInputObjectType(type)) {
      for (const field of Object.values(type.getFields())) parts.push([`${type.name}.${field.name}`, field]);
    }
    if (isObjectType(type) || isInterfaceType(type)) {
      for (const field of Object.values(type.getFields())) {
        parts.push([`${type.name}.${field.name}`, field]);
        for (const argument of field.args) parts.push([`${type.name}.${field.name}(${argument.name})`, argument]);
      }
    }
    return parts;
  });
}

describe("the schema", () => {
  test("describes every type, field and argument", () => {
    const parts = everything();
    expect(parts.length).toBeGreaterThan(300);
    expect(parts.filter(([, part]) => !part.description?.trim()).map(([path]) => path)).toEqual([]);
  });
});
