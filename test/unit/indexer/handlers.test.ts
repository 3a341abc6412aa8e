import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { dinRegistryAbi } from "../../../abis/index.ts";

/** Handlers register with a module that exists only inside Ponder, so their text is read instead. */
const directory = new URL("../../../indexer/src/", import.meta.url);
const handlers = readdirSync(directory)
  .filter((file) => file.endsWith(".ts"))
  .map((file) => readFileSync(new URL(file, directory), "utf8"))
  .join("\n")
  .split("ponder.on(")
  .slice(1)
  .map((text) => ({ name: /^"DINRegistry:(\w+)"/.exec(text)?.[1], text }));

const events = dinRegistryAbi.filter((item) => item.type === "event").map((item) => item.name);

test("every event of the registry has one handler, and nothing else has", () => {
  expect(handlers.map((handler) => handler.name).toSorted()).toEqual(events.toSorted());
});

// Both role events share a function that names them.
const journalled = handlers.filter(({ text }) => !text.includes("recordRole("));

test.each(journalled)("$name is journalled under its own name", ({ name, text }) => {
  const journal =
    /record(?:Operator|Registry)Event\(\s*context,\s*event,\s*(?:\{\s*name: )?"(\w+)"|recordParameter\(\s*context,\s*event,\s*"(\w+)"/;
  const [, byEvent, byParameter] = journal.exec(text) ?? [];
  expect(byEvent ?? byParameter).toBe(name);
});
