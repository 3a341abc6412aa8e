/** Where a webhook may point to. What it may reach is decided by the addresses its host has when it is sent. */
import ipaddr from "ipaddr.js";
import { ValidationError } from "../domain/failure.ts";

export const MAX_URL = 2_048;

/**
 * The platform of Azure answers here to every machine on it, as 169.254.169.254 does elsewhere; it passes for any public
 * address.
 */
const AZURE_PLATFORM = "168.63.129.16";

/** All that is public of IPv6. Outside it an address may hide one of IPv4, in more ways than are worth a list. */
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR("2000::/3");

/**
 * Whether an address, as text, is that of one host on the public internet. One of IPv4 that is mapped into IPv6 is judged
 * as what it is; transitions to IPv4 (6to4, Teredo, NAT64) are refused: what is at their other end cannot be told.
 */
export function isPublicAddress(text: string): boolean {
  // The library takes an address of IPv4 in this old form for one that is mapped.
  if (!ipaddr.isValid(text) || /^::\d+\./.test(text)) return false;
  const address = ipaddr.process(text);
  if (address.range() !== "unicast") return false;
  if (address instanceof ipaddr.IPv6) return address.match(GLOBAL_IPV6);
  return address.toString() !== AZURE_PLATFORM;
}

/**
 * The URL of a webhook in its normal form: a host of any notation (`0x7f.1`, `2130706433`) is then the address it means.
 *
 * @param allowPrivate whether plain http will do
 * @throws ValidationError INVALID_URL
 */
export function checkedUrl(text: string, allowPrivate: boolean): URL {
  if (text.length > MAX_URL) throw invalid(`A URL has at most ${MAX_URL} characters.`);
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null) throw invalid("This is no URL.");
  const isAllowed = url.protocol === "https:" || (allowPrivate && url.protocol === "http:");
  if (!isAllowed) throw invalid(`The URL must begin with ${allowPrivate ? "https:// or http://" : "https://"}.`);
  if (url.username !== "" || url.password !== "") throw invalid("The URL must hold no user and no password.");
  if (text.includes("#")) throw invalid("The URL must have no fragment: it would not be sent.");
  if (url.href.length > MAX_URL) throw invalid(`A URL has at most ${MAX_URL} characters when it is encoded.`);
  return url;
}

/** The host of a URL as a resolver takes it: an address of IPv6 without its brackets. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, "$1");
}

function invalid(message: string): ValidationError {
  return new ValidationError({ code: "INVALID_URL", message, path: ["input", "url"] });
}
