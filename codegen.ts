import type { CodegenConfig } from "@graphql-codegen/cli";

// biome-ignore lint/suspicious/noTemplateCurlyInString: TypeScript source, not a template.
const HEX = "`0x${string}`";

/** Typed documents for `client/`, from the committed schema: `npm run codegen`. */
const config: CodegenConfig = {
  importExtension: ".ts",
  schema: "schema.graphql",
  documents: "client/src/operations/*.graphql",
  generates: {
    "client/src/generated/": {
      preset: "client",
      presetConfig: { fragmentMasking: false },
      config: {
        // A document is its text: the client needs no GraphQL library at run time.
        documentMode: "string",
        enumsAsTypes: true,
        useTypeImports: true,
        strictScalars: true,
        scalars: {
          Address: { input: "string", output: HEX },
          BasisPoints: "number",
          Bytes: { input: "string", output: HEX },
          Count: "number",
          DateTime: "string",
          Hash: { input: "string", output: HEX },
          Long: "number",
          Measure: "number",
          SignedWei: "string",
          Text: "string",
          Timestamp: { input: "string | number", output: "string" },
          Wei: "string",
        },
      },
    },
  },
};

export default config;
