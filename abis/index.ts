// Generated from contracts/ by `npm run abis`. Do not edit.

export * from "./DINRegistry.ts";
export * from "./mocks.ts";
