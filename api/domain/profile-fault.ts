/** What a profile must not say. Pure; whether its services are registered is for others to see. */
import { ID, ID_RULE, lineOf, MAX_NAME, VERSION, VERSION_RULE } from "./naming.ts";
import type { OperatorProfile, ProfileEndpoint, ProfileNode, ProfileSoftware } from "./profile.ts";

/** Most of each list: what is shown of a page of operators stays small. */
export const PROFILE_LIMITS = { regions: 16, endpoints: 32, software: 16, nodes: 32 } as const;

export const MAX_URL = 300;
export const MAX_PRIORITY = 65_535;

/** Of software: visible ASCII with blanks within, so that everybody means the same by "without case". */
const SOFTWARE_NAME = /^[\x21-\x7e]([\x20-\x7e]{0,62}[\x21-\x7e])?$/;

export interface ProfileFault {
  readonly code: string;
  readonly message: string;
  /** From the profile on, places in lists as decimals. */
  readonly path: readonly string[];
}

/**
 * The first thing wrong with a profile; null if it may be stored as it is, to the last blank.
 *
 * @example profileFault({ ...profile, regions: ["EU"] }) // { code: "INVALID_REGION", path: ["regions", "0"], … }
 */
export function profileFault(profile: OperatorProfile): ProfileFault | null {
  for (const fault of faultsOf(profile)) return fault;
  return null;
}

function* faultsOf(profile: OperatorProfile): Generator<ProfileFault> {
  const { name, regions, endpoints, software, nodes } = profile;
  for (const [list, most] of Object.entries(PROFILE_LIMITS)) {
    const { length } = { regions, endpoints, software, nodes }[list] ?? [];
    if (length > most) yield fault("TOO_MANY", `At most ${most} ${list}, but there are ${length}.`, [list]);
  }
  if (lineOf(name, MAX_NAME) !== name) {
    const rule = `A name has 1 to ${MAX_NAME} printable characters, without blanks around them.`;
    yield fault("INVALID_NAME", rule, ["name"]);
  }
  for (const [n, region] of regions.entries()) {
    if (!ID.test(region)) yield fault("INVALID_REGION", `A region is ${ID_RULE}.`, ["regions", `${n}`]);
  }
  yield* duplicatesOf("regions", regions, (region) => region);
  const known = new Set(regions);
  for (const [n, endpoint] of endpoints.entries()) yield* endpointFaults(endpoint, known, ["endpoints", `${n}`]);
  yield* duplicatesOf("endpoints", endpoints, ({ service, region, url }) => `${service} ${region} ${url}`);
  for (const [n, one] of software.entries()) yield* softwareFaults(one, ["software", `${n}`]);
  yield* duplicatesOf("software", software, ({ role, name, version }) =>
    [role, name.toLowerCase(), version].join("\n"),
  );
  for (const [n, node] of nodes.entries()) yield* nodeFaults(node, known, ["nodes", `${n}`]);
  yield* duplicatesOf("nodes", nodes, ({ service, region, id }) => `${service} ${region} ${id}`);
  yield* duplicatesOf(
    "nodes",
    nodes,
    ({ service, region, priority }) => `${service} ${region} ${priority}`,
    "priority",
  );
}

function* endpointFaults(
  { service, region, url }: ProfileEndpoint,
  regions: ReadonlySet<string>,
  path: readonly string[],
): Generator<ProfileFault> {
  yield* placeFaults(service, region, regions, path);
  if (isUrl(url)) return;
  const rule = `A URL is https, http, wss or ws with a host and without credentials, of at most ${MAX_URL} visible ASCII characters.`;
  yield fault("INVALID_URL", rule, [...path, "url"]);
}

function* softwareFaults({ name, version }: ProfileSoftware, path: readonly string[]): Generator<ProfileFault> {
  if (!SOFTWARE_NAME.test(name)) {
    const rule = "A name of software has 1 to 64 visible ASCII characters, with blanks only within.";
    yield fault("INVALID_SOFTWARE", rule, [...path, "name"]);
  }
  if (!VERSION.test(version)) yield fault("INVALID_VERSION", `A version has ${VERSION_RULE}.`, [...path, "version"]);
}

function* nodeFaults(
  { id, service, region, priority }: ProfileNode,
  regions: ReadonlySet<string>,
  path: readonly string[],
): Generator<ProfileFault> {
  if (!ID.test(id)) yield fault("INVALID_NODE", `A node's id is ${ID_RULE}.`, [...path, "id"]);
  yield* placeFaults(service, region, regions, path);
  if (!Number.isInteger(priority) || priority < 0 || priority > MAX_PRIORITY) {
    yield fault("INVALID_PRIORITY", `A priority is an integer from 0 to ${MAX_PRIORITY}.`, [...path, "priority"]);
  }
}

function* placeFaults(
  service: string,
  region: string,
  regions: ReadonlySet<string>,
  path: readonly string[],
): Generator<ProfileFault> {
  if (!ID.test(service)) yield fault("INVALID_SERVICE", `A service's id is ${ID_RULE}.`, [...path, "service"]);
  if (!regions.has(region)) yield fault("UNKNOWN_REGION", "It is none of the profile's regions.", [...path, "region"]);
}

function* duplicatesOf<Item>(
  list: string,
  items: readonly Item[],
  keyOf: (item: Item) => string,
  field?: string,
): Generator<ProfileFault> {
  const seen = new Set<string>();
  for (const [n, item] of items.entries()) {
    const key = keyOf(item);
    const path = [list, `${n}`, ...(field === undefined ? [] : [field])];
    if (seen.has(key)) yield fault("DUPLICATE", "One before it in the list is the same.", path);
    seen.add(key);
  }
}

/** As it is to be used: browsers and Node mend much that others do not, so nothing that needs mending is taken. */
function isUrl(text: string): boolean {
  if (!/^(https?|wss?):\/\/(?![/?#])[\x21-\x5b\x5d-\x7e]+$/.test(text) || text.length > MAX_URL || !URL.canParse(text))
    return false;
  const { hostname, username, password } = new URL(text);
  // An empty user is still written down: https://@host.
  return hostname !== "" && username === "" && password === "" && !/^[^/]+\/\/[^/?#]*@/.test(text);
}

function fault(code: string, message: string, path: readonly string[]): ProfileFault {
  return { code, message, path };
}
