/**
 * `npm test`: all suites but `soak`, in two lanes side by side. The contracts' invariants use one core, and the whole loop
 * mostly waits: beside the other suites they take the time that those leave over.
 */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

type Command = readonly string[];

const FORGE: readonly Command[] = [
  ["npm", "run", "--silent", "forge", "--", "test", "--threads", "1"],
  ["npm", "run", "--silent", "gas:check"],
];
const LOOP: Command = ["npx", "vitest", "run", "--project", "loop"];
const SUITES: Command = ["npx", "vitest", "run", ...["unit", "api", "workers", "integration"].flatMap(project)];

function project(name: string): string[] {
  return ["--project", name];
}

/** Ends with what the command ended with. Its output is shown as it comes, or in one piece at the end. */
function run([program = "", ...args]: Command, shown: "AS_IT_COMES" | "AT_THE_END"): Promise<boolean> {
  const output: Buffer[] = [];
  const child = spawn(program, args, {
    cwd: fileURLToPath(new URL("..", import.meta.url)),
    stdio: shown === "AS_IT_COMES" ? "inherit" : ["ignore", "pipe", "pipe"],
  });
  child.stdout?.on("data", (chunk: Buffer) => output.push(chunk));
  child.stderr?.on("data", (chunk: Buffer) => output.push(chunk));
  return new Promise((resolve) => {
    child.once("error", (error) => {
      console.error(`${program}: ${error.message}`);
      resolve(false);
    });
    child.once("close", (code) => {
      process.stdout.write(Buffer.concat(output));
      resolve(code === 0);
    });
  });
}

/** One after another, all of them, so that whatever fails is seen. */
async function lane(commands: readonly Command[], shown: "AS_IT_COMES" | "AT_THE_END"): Promise<boolean> {
  let passed = true;
  for (const command of commands) passed = (await run(command, shown)) && passed;
  return passed;
}

const lanes = await Promise.all([lane([...FORGE, LOOP], "AT_THE_END"), lane([SUITES], "AS_IT_COMES")]);
console.log(lanes.every(Boolean) ? "\nAll suites passed." : "\nA suite failed: see above.");
process.exitCode = lanes.every(Boolean) ? 0 : 1;
