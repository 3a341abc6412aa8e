import type { CodegenConfig } from "@graphql-codegen/cli";
import { preset as clientPreset } from "@graphql-codegen/client-preset";

// biome-ignore lint/suspicious/noTemplateCurlyInString: TypeScript source, not a template.
const HEX = "`0x${string}`";

const DOCUMENTS = "typed-document-node";

type Output = Extract<CodegenConfig["generates"][string], { readonly preset?: unknown }>;
type Preset = Exclude<Output["preset"], string | undefined>;
type Section = Awaited<ReturnType<Preset["buildGeneratesSection"]>>[number];
type Plugin = Section["pluginMap"][string];

/**
 * The usual preset for clients, as a package needs it: documents alone, without the map of all of them, which no bundler
 * can take apart; documents that are not used can be left out; and the one type that they would take from another package,
 * which drags the GraphQL library in, is theirs.
 */
const preset: Preset = {
  // What measures the generator itself is of another version there.
  async buildGeneratesSection({ profiler: _, ...options }) {
    const sections = await clientPreset.buildGeneratesSection(options);
    return sections
      .filter(({ filename }) => filename.endsWith("/graphql.ts"))
      .map(({ profiler: _, ...section }) => {
        const plugin = section.pluginMap[DOCUMENTS];
        if (plugin === undefined) throw new Error("The preset for clients makes documents in another way now.");
        return { ...section, pluginMap: { ...section.pluginMap, [DOCUMENTS]: standingAlone(plugin) } };
      });
  },
};

function standingAlone(documents: Plugin): Plugin {
  return {
    ...documents,
    async plugin(...told) {
      const output = await documents.plugin(...told);
      const text = typeof output === "string" ? output : output.content;
      return {
        prepend: [
          "/** What a document tells a compiler of its results and variables; other clients look for the same field. */",
          "export interface DocumentTypeDecoration<TResult, TVariables> {",
          "  __apiType?: (variables: TVariables) => TResult;",
          "}",
        ],
        content: text.replaceAll("= new TypedDocumentString(", "= /*#__PURE__*/ new TypedDocumentString("),
      };
    },
  };
}

/** Typed documents for `client/`, from the committed schema: `npm run codegen`. */
const config: CodegenConfig = {
  importExtension: ".ts",
  schema: "schema.graphql",
  documents: "client/src/operations/*.graphql",
  generates: {
    "client/src/generated/": {
      preset,
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
          Decimal: "string",
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
