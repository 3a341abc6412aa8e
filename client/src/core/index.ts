import { type CoreOptions, createInfrastructureCore, type InfrastructureCore } from "./core.ts";
import { DinCoreError } from "./error.ts";

/** An `InfrastructureCore` that is configured once for a whole program. */
export interface ConfigurableCore extends InfrastructureCore {
  /** Says where the API is, and with what to write; the last word counts, for calls that begin after it. */
  configure(options: CoreOptions): void;
}

let configured: InfrastructureCore | undefined;

/** @throws DinCoreError NOT_CONFIGURED */
function core(): InfrastructureCore {
  if (configured !== undefined) return configured;
  throw new DinCoreError(
    "NOT_CONFIGURED",
    'Call DINInfrastructureCore.configure({ url: "https://…/graphql" }) first; with `wallet` to stake, with `apiKey` to record metrics.',
  );
}

/**
 * DIN Infrastructure Core. Programs that speak to more than one API make their own with `createInfrastructureCore`.
 *
 * @example
 * DINInfrastructureCore.configure({ url: "http://127.0.0.1:4000/graphql" });
 * const { totalOperators } = await DINInfrastructureCore.status();
 */
const DINInfrastructureCore: ConfigurableCore = {
  configure(options) {
    configured = createInfrastructureCore(options);
  },
  registerOperator: async (...told) => core().registerOperator(...told),
  stake: async (...told) => core().stake(...told),
  unstake: async (...told) => core().unstake(...told),
  unstaking: async (...told) => core().unstaking(...told),
  claim: async (...told) => core().claim(...told),
  getOperator: async (...told) => core().getOperator(...told),
  recordMetrics: async (...told) => core().recordMetrics(...told),
  getMetrics: async (...told) => core().getMetrics(...told),
  stakingEvents: async (...told) => core().stakingEvents(...told),
  status: async (...told) => core().status(...told),
};

export default DINInfrastructureCore;
