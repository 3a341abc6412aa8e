/** What the compiler says of programs that are written against an installed package. */
import { dirname } from "node:path";
import ts from "typescript";

const COMMON: ts.CompilerOptions = {
  ...{ noEmit: true, skipLibCheck: false, alwaysStrict: true },
  ...{ target: ts.ScriptTarget.ES2022, lib: ["lib.es2022.d.ts", "lib.dom.d.ts"], types: [] },
  ...{ module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext },
};

export interface Compiled {
  /** Of the files under `folder`, its own as well as those of packages that are installed there; empty if there are none. */
  readonly faults: string;
  /** Those files. */
  readonly files: readonly string[];
}

/** Compiles one file after another; what they have in common is read once. */
export function createCompiler() {
  const sources = new Map<string, ts.SourceFile | undefined>();
  return (file: string, options: ts.CompilerOptions, folder = dirname(file)): Compiled => {
    const all = { ...COMMON, ...options };
    const host = ts.createCompilerHost(all);
    const { getSourceFile } = host;
    host.getSourceFile = (name, ...rest) => {
      if (!sources.has(name)) sources.set(name, getSourceFile(name, ...rest));
      return sources.get(name);
    };
    const program = ts.createProgram([file], all, host);
    // The library's own types are the compiler's affair, and take long.
    const ours = program.getSourceFiles().filter(({ fileName }) => fileName.startsWith(folder));
    const faults = ours.flatMap((one) => [
      ...program.getSyntacticDiagnostics(one),
      ...program.getSemanticDiagnostics(one),
    ]);
    const told = {
      getCurrentDirectory: () => folder,
      getCanonicalFileName: (name: string) => name,
      getNewLine: () => "\n",
    };
    return {
      faults: ts.formatDiagnostics([...program.getOptionsDiagnostics(), ...faults], told),
      files: ours.map(({ fileName }) => fileName),
    };
  };
}
