import { z } from "zod";

const answerSchema = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z.array(z.looseObject({ message: z.string() })).optional(),
});

/** Asks a GraphQL server over HTTP; anything but an answer without errors is thrown. */
export function graphqlOf(url: string) {
  return async (query: string, variables: object = {}): Promise<Record<string, unknown>> => {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = answerSchema.parse(await response.json());
    if (errors !== undefined || !data) throw new Error(`${response.status}: ${JSON.stringify(errors)}`);
    return data;
  };
}
