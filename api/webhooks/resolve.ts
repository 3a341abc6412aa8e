/** From a host to the addresses that may be connected to. */
import { promises as dns, type LookupAddress } from "node:dns";
import { isIP } from "node:net";
import { isPublicAddress } from "./target.ts";

/** All addresses of a host. @throws if it has none */
export type Resolve = (host: string) => Promise<readonly LookupAddress[]>;

/** The host has an address that nobody outside may be sent to through us. */
export class PrivateTargetError extends Error {
  override readonly name = "PrivateTargetError";
  readonly code = "PRIVATE_TARGET";
}

const LOCAL_NAME = /(^|\.)localhost\.?$/;

/** Milliseconds for an answer of a name server, and how often one is asked. */
const DNS_TIMEOUT_MS = 2_000;
const DNS_TRIES = 2;

/**
 * Asks the name servers, not the system: its resolver also knows what only this machine calls by a name, and has four
 * threads for the whole process, which names that never resolve would occupy.
 */
const resolvePublic: Resolve = async (host) => {
  const resolver = new dns.Resolver({ timeout: DNS_TIMEOUT_MS, tries: DNS_TRIES });
  const [four, six] = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
  const found = [
    ...(four.status === "fulfilled" ? four.value.map((address) => ({ address, family: 4 })) : []),
    ...(six.status === "fulfilled" ? six.value.map((address) => ({ address, family: 6 })) : []),
  ];
  if (found.length === 0 && four.status === "rejected") throw four.reason;
  return found;
};

/** As every other program on this machine: with its hosts file and its search domains. */
const resolvePrivate: Resolve = (host) => dns.lookup(host, { all: true });

export const resolverOf = (allowPrivate: boolean): Resolve => (allowPrivate ? resolvePrivate : resolvePublic);

/**
 * The addresses that a host may be reached at; all of them must be public unless others are allowed.
 *
 * @param host as `hostOf` has it
 * @throws PrivateTargetError; whatever `resolve` throws
 */
export async function addressesOf(
  host: string,
  { allowPrivate, resolve }: { readonly allowPrivate: boolean; readonly resolve: Resolve },
): Promise<readonly LookupAddress[]> {
  // What the name servers say of it, if anything, is not what it means.
  if (!allowPrivate && LOCAL_NAME.test(host)) throw new PrivateTargetError("The host is this machine.");
  const family = isIP(host);
  const found = family === 0 ? await resolve(host) : [{ address: host, family }];
  if (found.length === 0) throw new Error(`${host} has no address`);
  if (!allowPrivate && !found.every(({ address }) => isPublicAddress(address))) {
    throw new PrivateTargetError("The host has an address that is not public.");
  }
  return found;
}
