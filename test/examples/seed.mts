/** Made from test/examples/seed.md by `npx tsx test/examples/print.ts`. */
// biome-ignore-all lint: word by word
// biome-ignore-all format: word by word
// biome-ignore-all assist: word by word
import DINInfrastructureCore from "@dreamnet/din-infrastructure-core";
import type { Stage } from "./stage.ts";

export async function example1({ console }: Stage) {
  // Register operator
  await DINInfrastructureCore.registerOperator(
    "0xBcd4042DE499D14e55001CcbB24a551F3b954096",
    "0xBcd4042DE499D14e55001CcbB24a551F3b954096",
    1000000000000000000n // 1 ETH
  );

  // Stake additional amount
  await DINInfrastructureCore.stake("0xBcd4042DE499D14e55001CcbB24a551F3b954096", 500000000000000000n); // 0.5 ETH

  // Record performance metrics
  await DINInfrastructureCore.recordMetrics("0xBcd4042DE499D14e55001CcbB24a551F3b954096", {
    serviceId: "rpc-service",
    successRate: 99.5,
    p95Latency: 200,
    p99Latency: 300,
    throughput: 13000000000, // 13B requests/month
    uptime: 99.95,
    timestamp: Date.now(),
  });

  // Get operator
  const operator = await DINInfrastructureCore.getOperator("0xBcd4042DE499D14e55001CcbB24a551F3b954096");
  console.log("Staked:", operator.stakedAmount);
  console.log("Performance Score:", operator.performanceScore);

  // Get status
  const status = await DINInfrastructureCore.status();
  console.log("Total operators:", status.totalOperators);
  console.log("Total staked:", status.totalStaked);
  console.log("Average performance:", status.averagePerformanceScore);
}

export async function example2() {
  // Register operator with initial stake
  await DINInfrastructureCore.registerOperator(
    "0x71bE63f3384f5fb98995898A86B02Fb2426c5788",
    "0x71bE63f3384f5fb98995898A86B02Fb2426c5788",
    1000000000000000000n // 1 ETH initial stake
  );

  // Stake additional amount
  await DINInfrastructureCore.stake("0x71bE63f3384f5fb98995898A86B02Fb2426c5788", 500000000000000000n); // 0.5 ETH
}

export async function example3({ setInterval }: Stage) {
  // Record metrics periodically
  setInterval(async () => {
    await DINInfrastructureCore.recordMetrics("0x71bE63f3384f5fb98995898A86B02Fb2426c5788", {
      serviceId: "rpc-service",
      successRate: 99.5,
      p95Latency: 200,
      p99Latency: 300,
      throughput: 13000000000,
      uptime: 99.95,
      timestamp: Date.now(),
    });
  }, 60000); // Every minute
}

export async function example4({ console }: Stage) {
  const operator = await DINInfrastructureCore.getOperator("0x71bE63f3384f5fb98995898A86B02Fb2426c5788");
  console.log("Performance Score:", operator.performanceScore);
  console.log("Violations:", operator.violations.length);

  // Get recent metrics
  const metrics = await DINInfrastructureCore.getMetrics("0x71bE63f3384f5fb98995898A86B02Fb2426c5788", 10);
  metrics.forEach(m => {
    console.log(`Success Rate: ${m.successRate}%, Latency: ${m.p95Latency}ms`);
  });
}

export async function example5({ console }: Stage) {
  const status = await DINInfrastructureCore.status();
  console.log("Total Operators:", status.totalOperators);
  console.log("Total Staked:", status.totalStaked.toString());
  console.log("Active Operators:", status.activeOperators);
  console.log("Slashed Operators:", status.slashedOperators);
  console.log("Average Performance:", status.averagePerformanceScore);
}
