/**
 * Loaded into Ponder's process by the supervisor: when the supervisor is gone, even by SIGKILL, the channel between
 * them closes and Ponder stops as it does for SIGINT. (Not SIGTERM: see ponder.ts.)
 */
process.on("disconnect", () => process.kill(process.pid, "SIGINT"));
process.channel?.unref();
