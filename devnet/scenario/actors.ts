import { type Address, getAddress, type Hex, toHex } from "viem";
import { mnemonicToAccount } from "viem/accounts";

/**
 * Anvil's default mnemonic. It and all its keys are public: whatever they hold on a real chain is anybody's.
 * The devnet has no other keys.
 */
export const PUBLIC_MNEMONIC = "test test test test test test test test test test test junk";

/** Who is who, by index of anvil's accounts. */
const INDEX = {
  governance: 0,
  /** Proposes slashes: in the history by hand, then in the keeper's process, which alone sends for it and the monitor. */
  keeper: 1,
  resolver: 2,
  /** Publishes scores. */
  monitor: 3,
  pauser: 4,
  treasury: 5,
  /** Registers and runs operators on their behalf. */
  manager: 6,
  /** A manager that is dismissed again. */
  formerManager: 7,
  /** Pays into other people's operators. */
  patron: 8,
  /** Is a resolver for two weeks. */
  deputyResolver: 9,
  aurora: 10,
  borealis: 11,
  cascade: 12,
  delta: 13,
  ember: 14,
  fjord: 15,
  glacier: 16,
  harbor: 17,
  ion: 18,
  juniper: 19,
  krypton: 20,
  lumen: 21,
  meridian: 22,
  nimbus: 23,
  orchid: 24,
  pulsar: 25,
  quartz: 26,
  raven: 27,
  sequoia: 28,
  tundra: 29,
  vesper: 30,
  willow: 31,
  yarrow: 32,
  /** The activity's two: nothing about them stays as the scenario leaves it. */
  zephyr: 33,
  mistral: 34,
  /** Goes down once the devnet is up, and is slashed for it. */
  sirocco: 35,
} as const;

export type Actor = keyof typeof INDEX;

export const ACTORS = Object.keys(INDEX).filter((name): name is Actor => name in INDEX);

/** How many accounts anvil must hold. */
export const ACCOUNTS = ACTORS.length;

const known = new Map<Actor, Address>();

/** The checksummed address of an actor. */
export function addressOf(actor: Actor): Address {
  const derived =
    known.get(actor) ?? getAddress(mnemonicToAccount(PUBLIC_MNEMONIC, { addressIndex: INDEX[actor] }).address);
  known.set(actor, derived);
  return derived;
}

/** The private key of an actor, for a program that signs by itself. */
export function privateKeyOf(actor: Actor): Hex {
  const { privateKey } = mnemonicToAccount(PUBLIC_MNEMONIC, { addressIndex: INDEX[actor] }).getHdKey();
  if (privateKey === null) throw new Error(`${actor} has no key`);
  return toHex(privateKey);
}
