/** The thread of `keccakAside`: answers the keccak256 of the text that it is started with. */
import { parentPort, workerData } from "node:worker_threads";
import { keccak256, toBytes } from "viem/utils";

parentPort?.postMessage(keccak256(toBytes(workerData)));
