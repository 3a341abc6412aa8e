/** Writes the modules that are made of code in Markdown. */
import { writeFileSync } from "node:fs";
import { MODULES } from "./modules.ts";

for (const { path, text } of MODULES) writeFileSync(path, text());
